/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Posts one alert. No redirect is followed: it may lead to where the operator did not mean; TLS is
 * verified as the JVM does. For one thread.
 */
final class AlertPost {
  /** How an attempt ended. */
  enum Result {
    /** It has it. */
    TAKEN,
    /** Another attempt may do better. */
    AGAIN,
    /** No attempt will. */
    NEVER
  }

  /**
   * What came of an attempt.
   *
   * @param reason in words that hold nothing of the address; empty when it was taken
   */
  record Ending(Result result, String reason) {}

  private static final String SIGNATURE = "X-Cyclops-Signature-256";

  private final long timeoutMillis;
  private @Nullable HttpClient client;

  AlertPost(long timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  Ending send(AlertTarget target, String json) throws InterruptedException {
    byte[] body = json.getBytes(UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url())
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "cyclops-alerts")
            .POST(BodyPublishers.ofByteArray(body));
    target.secret().ifPresent(secret -> request.header(SIGNATURE, signature(secret, body)));
    CompletableFuture<HttpResponse<Void>> sending =
        client().sendAsync(request.build(), BodyHandlers.discarding());
    try {
      // The request's own timeout would not hold for an answer that never ends.
      return judged(sending.get(timeoutMillis, TimeUnit.MILLISECONDS).statusCode());
    } catch (TimeoutException e) {
      return new Ending(Result.AGAIN, "no answer within " + timeoutMillis + " ms");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      // Its class says enough; its message might name the address.
      String kind = cause.getClass().getSimpleName();
      return new Ending(Result.AGAIN, cause instanceof IOException ? kind : "unexpected: " + kind);
    } finally {
      sending.cancel(true);
    }
  }

  private static Ending judged(int status) {
    if (status >= 200 && status < 300) {
      return new Ending(Result.TAKEN, "");
    }
    boolean passes = status >= 500 || status == 408 || status == 425 || status == 429;
    String what =
        status >= 300 && status < 400 ? "a redirect, which is not followed, status " : "status ";
    return new Ending(passes ? Result.AGAIN : Result.NEVER, what + status);
  }

  private HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(Duration.ofMillis(timeoutMillis))
              .build();
      client = known;
    }
    return known;
  }

  /** As GitHub and others sign: HMAC-SHA256 of the body, in hexadecimal digits. */
  private static String signature(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }
}
