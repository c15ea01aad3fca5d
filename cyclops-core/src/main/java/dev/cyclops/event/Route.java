/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

/**
 * The ingest route an event came in by, which decides how its body is read and what is answered.
 */
public enum Route {
  /** {@code /api/{id}/store/} and {@code /api/store/}: one event as JSON, plain or encoded. */
  STORE("/api/store/", DataCategory.ERROR),
  /** {@code /api/{id}/envelope/}: a header line and items. */
  ENVELOPE("/api/envelope/", DataCategory.DEFAULT),
  /**
   * {@code /api/{id}/security/} and {@code /api/{id}/csp-report/}: what browsers report about
   * policies of a site, as a JSON object or an array of them.
   */
  SECURITY("/api/security/", DataCategory.SECURITY),
  /** {@code /api/{id}/nel/}: network errors that browsers report. */
  NEL("/api/nel/", DataCategory.SECURITY),
  /** {@code /api/{id}/minidump/}: a crash dump, as a form or bare. */
  MINIDUMP("/api/minidump/", DataCategory.ERROR),
  /** {@code /api/{id}/unreal/{key}/}: a crash report of the Unreal Engine. */
  UNREAL("/api/unreal/", DataCategory.ERROR),
  /** {@code /api/{id}/events/{event id}/attachments/}: files that belong to an event. */
  ATTACHMENTS("/api/attachments/", DataCategory.ATTACHMENT),
  /** {@code /api/{id}/cron/{slug}/} with or without a key behind it: a check-in of a job. */
  CRON("/api/cron/", DataCategory.MONITOR),
  /** {@code /api/{id}/otlp/v1/traces/} and the like: traces and logs of OpenTelemetry. */
  OTLP("/api/otlp/", DataCategory.SPAN);

  private final String pathWithoutProject;
  private final DataCategory category;

  Route(String pathWithoutProject, DataCategory category) {
    this.pathWithoutProject = pathWithoutProject;
    this.category = category;
  }

  /**
   * The kind of data that comes by this route, where neither path nor body tell more.
   *
   * @return the category
   */
  public DataCategory category() {
    return category;
  }

  /**
   * Whether clients of this route must never be slowed down with a 429, since they repeat at once
   * what was refused: they are told that all is well, and what cannot be kept is counted as shed.
   *
   * @return true for crash dumps and check-ins
   */
  public boolean neverSlowed() {
    return this == MINIDUMP || this == UNREAL || this == CRON;
  }

  /** What an event's builder starts with. */
  String pathWithoutProject() {
    return pathWithoutProject;
  }
}
