/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.Payload;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Changes an envelope while it runs through: its header line, or which items it holds. Expects one
 * whose framing was checked before. Holds no more than a header line; serves one envelope.
 */
final class EnvelopeEditor {
  private final ByteSource source;
  private final GrowingBytes line = new GrowingBytes(EnvelopeReader.MAX_LINE_BYTES);

  EnvelopeEditor(ByteSource source) {
    this.source = source;
  }

  /**
   * Prepares to give the header an id.
   *
   * @return null when that cannot be done
   */
  @Nullable Splice identified(String id) throws UnreadableBodyException {
    readLine();
    return Splice.set(line.array(), 0, line.size(), "event_id", '"' + id + '"');
  }

  /**
   * Prepares to move the time that the header gives.
   *
   * @return null when it gives none, or one that is no timestamp
   */
  @Nullable Splice sentLater(long millis) throws UnreadableBodyException {
    readLine();
    Splice.Member member = Splice.find(line.array(), 0, line.size(), "sent_at");
    if (member == null || !member.exists()) {
      return null;
    }
    String moved = SentAt.moved(line.array(), member.from(), member.to(), millis);
    return moved == null ? null : new Splice(member.from(), member.to(), '"' + moved + '"');
  }

  /** Writes the header line just read with its change, and everything behind it as it is. */
  void writeChanged(Splice change, OutputStream out) throws IOException, UnreadableBodyException {
    change.write(line.array(), 0, line.size(), out);
    copyRest(out);
  }

  /** Writes the header line and those items that do not belong to the event. */
  void writeRest(OutputStream out) throws IOException, UnreadableBodyException {
    EnvelopeHeaders headers = new EnvelopeHeaders();
    readLine();
    out.write(line.array(), 0, line.size());
    while (source.hasMore()) {
      readLine();
      boolean ended = line.array()[line.size() - 1] == '\n';
      headers.readItem(line.array(), 0, line.size() - (ended ? 1 : 0));
      OutputStream to = headers.itemIsOfTheEvent() ? OutputStream.nullOutputStream() : out;
      to.write(line.array(), 0, line.size());
      if (headers.itemLength() == EnvelopeHeaders.NO_LENGTH) {
        copyLine(to);
      } else {
        // With the LF that separates it from the next, if there is one.
        copy(headers.itemLength() + 1L, to);
      }
    }
  }

  /**
   * Writes the envelope with a change in the JSON of its event, and the length of that item as it
   * is then.
   *
   * @param event the JSON as it was read in this envelope
   */
  void writeEvent(Payload event, Splice change, OutputStream out)
      throws IOException, UnreadableBodyException {
    EnvelopeHeaders headers = new EnvelopeHeaders();
    readLine();
    out.write(line.array(), 0, line.size());
    while (source.hasMore()) {
      readLine();
      boolean ended = line.array()[line.size() - 1] == '\n';
      int lineLength = line.size() - (ended ? 1 : 0);
      headers.readItem(line.array(), 0, lineLength);
      boolean known = headers.itemLength() != EnvelopeHeaders.NO_LENGTH;
      if (headers.itemIsEvent()) {
        writeItem(event, change, known ? lineLength : 0, out);
        copyRest(out);
        return;
      }
      out.write(line.array(), 0, line.size());
      if (known) {
        copy(headers.itemLength() + 1L, out);
      } else {
        copyLine(out);
      }
    }
    throw ByteSource.malformed("The event is not in the envelope any more.");
  }

  /** Writes the item whose header was just read, up to the end of its payload. */
  private void writeItem(Payload event, Splice change, int headerLength, OutputStream out)
      throws IOException, UnreadableBodyException {
    String length = String.valueOf(event.length() + change.growth());
    Splice header = Splice.set(line.array(), 0, headerLength, "length", length);
    if (header == null) {
      out.write(line.array(), 0, line.size());
    } else {
      header.write(line.array(), 0, line.size(), out);
    }
    change.write(event.array(), event.offset(), event.length(), out);
    copy(event.length(), OutputStream.nullOutputStream());
  }

  private void copyRest(OutputStream out) throws IOException, UnreadableBodyException {
    while (source.hasMore()) {
      out.write(source.buffer, source.position, source.limit - source.position);
      source.position = source.limit;
    }
  }

  /** Takes the next line, with its LF if it has one. */
  private void readLine() throws UnreadableBodyException {
    line.clear();
    boolean ended = false;
    while (!ended && source.hasMore()) {
      int stop = EnvelopeReader.lineFeed(source.buffer, source.position, source.limit);
      ended = stop < source.limit;
      stop += ended ? 1 : 0;
      if (line.size() + stop - source.position > EnvelopeReader.MAX_LINE_BYTES + 1) {
        throw ByteSource.tooLarge("A header of the envelope is too long.");
      }
      line.append(source.buffer, source.position, stop - source.position);
      source.position = stop;
    }
  }

  private void copyLine(OutputStream to) throws IOException, UnreadableBodyException {
    boolean ended = false;
    while (!ended && source.hasMore()) {
      int stop = EnvelopeReader.lineFeed(source.buffer, source.position, source.limit);
      ended = stop < source.limit;
      stop += ended ? 1 : 0;
      to.write(source.buffer, source.position, stop - source.position);
      source.position = stop;
    }
  }

  private void copy(long length, OutputStream to) throws IOException, UnreadableBodyException {
    long left = length;
    while (left > 0 && source.hasMore()) {
      int piece = (int) Math.min(left, source.limit - source.position);
      to.write(source.buffer, source.position, piece);
      source.position += piece;
      left -= piece;
    }
  }
}
