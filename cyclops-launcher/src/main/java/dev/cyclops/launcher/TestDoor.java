/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Sends an event as a client does, through the public door. Stateless. */
final class TestDoor {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private TestDoor() {}

  /**
   * What the door answered.
   *
   * @param status of HTTP
   * @param detail what it says of it, in a line; may be empty
   */
  record Answer(int status, String detail) {
    boolean isAccepted() {
      return status == 200;
    }
  }

  /**
   * Sends it.
   *
   * @throws OperatorException when nothing answers
   */
  static Answer send(TestTarget target, TestEvent event) throws OperatorException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(target.uri(event.route()))
            .timeout(TIMEOUT)
            .header("Content-Type", event.contentType())
            .header(
                "X-Sentry-Auth",
                "Sentry sentry_version=7, sentry_client=cyclops-send-test/1.0, sentry_key="
                    + target.key())
            .POST(BodyPublishers.ofByteArray(event.bytes()))
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), detail(response));
    } catch (ConnectException e) {
      throw new OperatorException(
          "no Cyclops listens at " + target.door() + ": say where it does with --url or --dsn");
    } catch (HttpTimeoutException e) {
      throw new OperatorException("no answer from " + target.door() + " in time");
    } catch (SSLException e) {
      throw new OperatorException(
          target.door()
              + ": TLS: "
              + Table.printable(String.valueOf(e.getMessage()))
              + ": say under which name its certificate is valid with --url");
    } catch (IOException e) {
      throw new OperatorException("the connection to " + target.door() + " was cut off");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted");
    }
  }

  /** Why it was refused, and for how long no more should come. */
  private static String detail(HttpResponse<byte[]> response) {
    String limits = response.headers().firstValue("X-Sentry-Rate-Limits").orElse("");
    String told = limits.isEmpty() ? "" : " (X-Sentry-Rate-Limits: " + limits + ")";
    try {
      JsonObject json =
          JsonParser.parseString(new String(response.body(), StandardCharsets.UTF_8))
              .getAsJsonObject();
      JsonElement detail = json.get("detail");
      JsonElement causes = json.get("causes");
      String why = detail == null ? "" : detail.getAsString();
      boolean more = causes != null && causes.isJsonArray() && !causes.getAsJsonArray().isEmpty();
      String all = more ? why + ": " + causes.getAsJsonArray().get(0).getAsString() : why;
      return Table.printable(all + told);
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      return Table.printable(told.strip());
    }
  }
}
