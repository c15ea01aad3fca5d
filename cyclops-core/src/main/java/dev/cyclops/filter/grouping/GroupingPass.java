/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one event: gathers what each rule of grouping needs as it comes by, since members
 * stand in any order, and lets the first rule that applies decide at the end. Used again for the
 * next event of the same thread. Not thread-safe.
 *
 * <p>The order of the rules keeps events together that Cyclops 0.x, the Python program, had in one
 * group: what that program did not read decides only where it would have given all events of a
 * project one key.
 *
 * <p>Public for the fingerprinter that asks it, in a package that is not exported.
 */
public final class GroupingPass {
  private static final long TRANSACTION = 0x7A;
  private static final long FALLBACK = 0xFA;

  /** So many times a search may be in vain, or half so, before the rest is walked. */
  private static final int MAX_SEARCHES = 16;

  private final EventJson json;
  private final FoundTexts texts = new FoundTexts();
  private final ExceptionRules exception;
  private final ExceptionRules interfaceException;
  private final ThreadRules threads;
  private final Lanes stacktrace;
  private final Lanes interfaceStacktrace;
  private final Lanes message;
  private final Lanes interfaceMessage;
  private final Lanes interfaceFormatted;
  private final Lanes logentry;
  private final Lanes culprit;
  private final Lanes transaction;
  private final Lanes operation;
  private final Lanes type;
  private final Lanes logger;
  private final Lanes platform;
  private final Lanes level;
  private final Lanes fingerprint;
  private final Lanes element;
  private final Lanes alternative;
  private final Lanes result;
  private final Lanes[] all;

  private final FingerprintVariables variables;

  private boolean extendsDefault;

  /** Where a fingerprint with other variables starts; -1 for none. */
  private int variablesAt;

  private @Nullable EventId id;
  private final @Nullable KeySearches searches;

  /**
   * Makes a pass.
   *
   * @param mix hashes with the secret of the group keys
   * @param searches what to look for once a group is settled; null to walk through all of an event
   */
  public GroupingPass(KeyedMix mix, @Nullable KeySearches searches) {
    this.searches = searches;
    json = new EventJson(mix);
    variables = new FingerprintVariables(mix);
    exception = new ExceptionRules(mix);
    interfaceException = new ExceptionRules(mix);
    threads = new ThreadRules(mix);
    all = new Lanes[17];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Lanes(mix);
    }
    stacktrace = all[0];
    interfaceStacktrace = all[1];
    message = all[2];
    interfaceMessage = all[3];
    logentry = all[4];
    culprit = all[5];
    transaction = all[6];
    operation = all[7];
    type = all[8];
    logger = all[9];
    platform = all[10];
    level = all[11];
    fingerprint = all[12];
    element = all[13];
    alternative = all[14];
    result = all[15];
    interfaceFormatted = all[16];
  }

  /**
   * Reads an event.
   *
   * @param payload what the event says
   * @param wanted the texts that have to be found, by {@link KeySearches#wanted}
   * @return the hash of its group, valid until the next call; null when there is nothing to group
   *     by
   */
  public @Nullable Lanes read(Payload payload, int wanted) {
    clear();
    try {
      if (payload.format() == Payload.Format.OPAQUE) {
        json.hashOpaque(payload.array(), payload.offset(), payload.length(), result);
        return result;
      }
      json.reset(payload.array(), payload.offset(), payload.length());
      boolean whole = json.object() && readMembers(payload.category(), wanted);
      return whole ? group(payload) : null;
    } finally {
      json.release();
    }
  }

  /**
   * The id that the event read last gives itself.
   *
   * @return null when it has none
   */
  public @Nullable EventId eventId() {
    return id;
  }

  /**
   * Where the texts of the event read last stand in its payload.
   *
   * @return always the same, filled anew by each {@link #read}
   */
  public FoundTexts texts() {
    return texts;
  }

  private void clear() {
    for (Lanes lanes : all) {
      lanes.clear();
    }
    texts.clear();
    exception.clear();
    interfaceException.clear();
    threads.clear();
    extendsDefault = false;
    variablesAt = -1;
    id = null;
  }

  /** Answers whether the event is whole, as far as that was looked at. */
  private boolean readMembers(DataCategory category, int wanted) {
    boolean isTransaction = category == DataCategory.TRANSACTION;
    KeySearches known = searches;
    int searchesLeft = MAX_SEARCHES;
    int candidate = 0;
    for (Member member = json.nextMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case EVENT_ID -> id = json.id();
        case FINGERPRINT -> readFingerprint();
        case EXCEPTION -> exception.read(json, texts);
        case INTERFACE_EXCEPTION -> interfaceException.read(json, texts);
        case STACKTRACE -> json.hashFrames(stacktrace);
        case INTERFACE_STACKTRACE -> json.hashFrames(interfaceStacktrace);
        case THREADS -> threads.read(json);
        case MESSAGE -> readMessage(message);
        case INTERFACE_MESSAGE -> readInterfaceMessage();
        case LOGENTRY -> readMessage(logentry);
        case CULPRIT -> json.hashText(culprit, texts, EventText.CULPRIT);
        case TRANSACTION -> json.hashText(transaction, texts, EventText.TRANSACTION);
        case TYPE -> json.hash(type);
        case LOGGER -> json.hash(logger, texts, EventText.LOGGER);
        case PLATFORM -> json.hash(platform);
        case LEVEL -> json.hash(level, texts, EventText.LEVEL);
        case ENVIRONMENT -> json.skip(texts, EventText.ENVIRONMENT);
        case RELEASE -> json.skip(texts, EventText.RELEASE);
        case CONTEXTS -> {
          if (isTransaction) {
            readOperation();
          } else {
            json.skip();
          }
        }
        default -> json.skip();
      }
      if (known != null
          && json.position() > candidate
          && searchesLeft > 0
          && isSettled(isTransaction)) {
        searchesLeft--;
        candidate = json.search(known.of(wanted, texts, isTransaction));
        if (candidate == json.end()) {
          return json.endsWithBrace();
        }
      }
    }
    return json.complete();
  }

  /** Whether nothing can change the group but the members that {@link KeySearches} knows. */
  private boolean isSettled(boolean isTransaction) {
    if (isTransaction) {
      return transaction.present() && operation.present();
    }
    if (variablesAt >= 0) {
      return false;
    }
    return (fingerprint.present() && !extendsDefault)
        || (exception.isOriginal() && exception.byFrames().present())
        || (exception.form() == ExceptionRules.Form.VALUES && exception.byValues().present());
  }

  /** Own elements make a fingerprint; one of nothing but the default variable is as none. */
  private void readFingerprint() {
    fingerprint.clear();
    extendsDefault = false;
    variablesAt = -1;
    int start = json.position();
    if (!json.array()) {
      json.skip();
      return;
    }
    boolean own = false;
    fingerprint.begin(FingerprintVariables.FINGERPRINT);
    while (json.nextElement()) {
      if (json.isDefaultVariable()) {
        json.skip();
        fingerprint.append(
            FingerprintVariables.DEFAULT_VARIABLE, FingerprintVariables.DEFAULT_VARIABLE);
        extendsDefault = true;
      } else {
        variablesAt = json.mayBeVariable() ? start : variablesAt;
        json.hash(element);
        fingerprint.appendOrGap(element);
        own = true;
      }
    }
    if (!own) {
      fingerprint.clear();
    }
  }

  /** A text, or an object that holds it: the template rather than what was made of it. */
  private void readMessage(Lanes into) {
    int start = json.position();
    into.clear();
    if (!json.startsObject()) {
      json.hashText(into, texts, EventText.MESSAGE);
      return;
    }
    readMessageObject(into, alternative);
    if (!into.present()) {
      into.append(alternative);
    }
    if (!into.present() && json.moveBack(start)) {
      json.hashText(into);
    }
  }

  private void readInterfaceMessage() {
    interfaceMessage.clear();
    interfaceFormatted.clear();
    readMessageObject(interfaceMessage, interfaceFormatted);
  }

  private void readMessageObject(Lanes template, Lanes formatted) {
    formatted.clear();
    if (!json.object()) {
      return;
    }
    for (Member member = json.nextMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case MESSAGE -> json.hashText(template, texts, EventText.MESSAGE);
        case FORMATTED -> json.hashText(formatted);
        default -> json.skip();
      }
    }
  }

  /** Reads what kind of transaction it is from the context of its trace. */
  private void readOperation() {
    operation.clear();
    if (!json.object()) {
      return;
    }
    for (Member member = json.nextMember(); member != null; member = json.nextMember()) {
      if (member == Member.TRACE && json.startsObject()) {
        json.object();
        for (Member inner = json.nextMember(); inner != null; inner = json.nextMember()) {
          if (inner == Member.OP) {
            json.hash(operation);
          } else {
            json.skip();
          }
        }
      } else {
        json.skip();
      }
    }
  }

  private Lanes group(Payload payload) {
    if (payload.category() == DataCategory.TRANSACTION) {
      return transaction.present() ? transactionGroup() : fallback();
    }
    Lanes byDefault = defaultGroup();
    if (!fingerprint.present()) {
      return byDefault;
    }
    if (variablesAt >= 0) {
      return variables.group(payload, variablesAt, byDefault);
    }
    if (extendsDefault) {
      fingerprint.append(byDefault);
    }
    return fingerprint;
  }

  private Lanes transactionGroup() {
    result.begin(TRANSACTION);
    result.append(transaction);
    result.appendOrGap(operation);
    return result;
  }

  private Lanes defaultGroup() {
    Lanes byOriginal = originalGroup();
    if (byOriginal != null) {
      return byOriginal;
    }
    Lanes exceptions = exception.any();
    if (exceptions == null) {
      exceptions = interfaceException.any();
    }
    if (exceptions != null) {
      return exceptions;
    }
    if (interfaceStacktrace.present()) {
      return interfaceStacktrace;
    }
    if (threads.chosen().present()) {
      return threads.chosen();
    }
    if (logentry.present() || interfaceFormatted.present()) {
      result.append(logentry.present() ? logentry : interfaceFormatted);
      result.append(transaction);
      return result;
    }
    return transaction.present() ? transactionGroup() : fallback();
  }

  /** The group by what the Python program read; null where it found nothing. */
  private @Nullable Lanes originalGroup() {
    if (exception.isOriginal() && exception.byFrames().present()) {
      return exception.byFrames();
    }
    if (exception.form() == ExceptionRules.Form.VALUES && exception.byValues().present()) {
      return exception.byValues();
    }
    if (stacktrace.present()) {
      return stacktrace;
    }
    if (interfaceException.form() == ExceptionRules.Form.VALUES
        && interfaceException.byFrames().present()) {
      return interfaceException.byFrames();
    }
    if (interfaceException.isObject() && interfaceStacktrace.present()) {
      return interfaceStacktrace;
    }
    if (interfaceException.form() == ExceptionRules.Form.VALUES
        && interfaceException.byValues().present()) {
      return interfaceException.byValues();
    }
    Lanes text = message.present() ? message : interfaceMessage;
    if (!text.present() && !culprit.present()) {
      return null;
    }
    result.append(text);
    result.append(culprit.present() || !text.present() ? culprit : transaction);
    return result;
  }

  private Lanes fallback() {
    result.begin(FALLBACK);
    result.appendOrGap(type);
    result.appendOrGap(logger);
    result.appendOrGap(platform);
    result.appendOrGap(level);
    return result;
  }
}
