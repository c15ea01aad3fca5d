/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.OperatorSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the operator's listener of a Cyclops that runs with the same configuration. What goes wrong
 * is told in a line; the token goes nowhere but there. Thread-safe.
 */
final class OperatorClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String VERSION_HEADER = "X-Cyclops-Operator";
  private static final int NOT_FOUND = 404;
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final String address;
  private final Optional<String> token;

  private OperatorClient(String address, Optional<String> token) {
    this.address = address;
    this.token = token;
  }

  /**
   * A client.
   *
   * @param port null for that of the configuration
   * @throws OperatorException when the configuration names no port
   */
  static OperatorClient of(Config config, @Nullable Integer port) throws OperatorException {
    int asked = port == null ? configured(config) : port;
    String host =
        switch (config.get(OperatorSettings.OPERATOR_BIND)) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> config.get(OperatorSettings.OPERATOR_BIND);
        };
    return new OperatorClient(
        Server.address(host, asked), config.get(OperatorSettings.OPERATOR_TOKEN));
  }

  /**
   * A client of another instance that knows the same token.
   *
   * @param address host and port
   * @throws OperatorException when it is none
   */
  static OperatorClient at(Config config, String address) throws OperatorException {
    if (!ADDRESS.matcher(address).matches()) {
      throw new OperatorException(
          "'" + Table.printable(address) + "' is no host and port such as 10.0.0.1:9998");
    }
    return new OperatorClient(address, config.get(OperatorSettings.OPERATOR_TOKEN));
  }

  /** Host and port. */
  String address() {
    return address;
  }

  private static int configured(Config config) throws OperatorException {
    Optional<Integer> port = config.get(OperatorSettings.OPERATOR_PORT);
    if (port.isEmpty()) {
      throw new OperatorException("OPERATOR_PORT = None: Cyclops has no port for its operator");
    }
    if (port.get() == 0) {
      throw new OperatorException(
          "OPERATOR_PORT = 0 is any free port: name the one that the server told at its start"
              + " with --port");
    }
    return port.get();
  }

  /** A page. */
  JsonObject get(String target) throws OperatorException {
    return json(send("GET", target));
  }

  /** Does something. */
  JsonObject post(String target) throws OperatorException {
    return json(send("POST", target));
  }

  /** What stands under an id; empty when there is no such thing. */
  Optional<JsonObject> find(String target) throws OperatorException {
    HttpResponse<byte[]> response = exchange("GET", target);
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(json(checked(response)));
  }

  /** As it comes. */
  byte[] bytes(String target) throws OperatorException {
    return send("GET", target).body();
  }

  private HttpResponse<byte[]> send(String method, String target) throws OperatorException {
    return checked(exchange(method, target));
  }

  private HttpResponse<byte[]> exchange(String method, String target) throws OperatorException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://" + address + target))
              .timeout(TIMEOUT)
              .header(VERSION_HEADER, "1")
              .method(method, BodyPublishers.noBody());
      token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      if (response.headers().firstValue(VERSION_HEADER).isEmpty()) {
        throw new OperatorException(
            "what answers at " + address + " is no operator's port of Cyclops");
      }
      return response;
    } catch (ConnectException e) {
      throw new OperatorException(
          "no Cyclops answers at " + address + ": is it running, and with this OPERATOR_PORT?");
    } catch (HttpTimeoutException e) {
      throw new OperatorException("no answer from " + address + " in time");
    } catch (IOException | IllegalArgumentException e) {
      throw new OperatorException(
          "what answers at " + address + " is no operator's port of Cyclops, or was cut off");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted");
    }
  }

  private HttpResponse<byte[]> checked(HttpResponse<byte[]> response) throws OperatorException {
    int status = response.statusCode();
    if (status == 200) {
      return response;
    }
    if (status == 401) {
      throw new OperatorException(
          "the Cyclops at "
              + address
              + " wants another token: set OPERATOR_TOKEN, or CYCLOPS_OPERATOR_TOKEN in the"
              + " environment, to what it was started with");
    }
    if (status == NOT_FOUND) {
      throw new OperatorException(
          "the Cyclops at " + address + " does not know this: it is of another version");
    }
    JsonElement detail = json(response).get("detail");
    throw new OperatorException(
        "the Cyclops at "
            + address
            + " answers "
            + status
            + (detail == null ? "" : ": " + Table.printable(detail.getAsString())));
  }

  private JsonObject json(HttpResponse<byte[]> response) throws OperatorException {
    try {
      String text = new String(response.body(), StandardCharsets.UTF_8);
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new OperatorException("what answers at " + address + " cannot be read");
    }
  }
}
