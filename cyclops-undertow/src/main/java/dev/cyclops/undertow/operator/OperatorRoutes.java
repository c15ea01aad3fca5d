/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import com.google.gson.JsonObject;
import dev.cyclops.Cyclops;
import dev.cyclops.undertow.operator.OperatorAnswer.Extra;
import dev.cyclops.undertow.operator.dashboard.Dashboard;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked. Paths are compared as they came: an escape or a dot segment is no page.
 * Thread-safe; may take some milliseconds, or wait where the storage waits.
 */
final class OperatorRoutes {
  private static final String DEAD = "/dead/";
  private static final String PAYLOAD = "/payload";
  private static final int DEFAULT_MAX = 100;
  private static final int MOST = 1000;
  private static final int DEFAULT_LIMIT = 20;

  private static final OperatorAnswer NO_PAGE = OperatorAnswer.error(404, "no such page");
  private static final OperatorAnswer NO_LETTER =
      OperatorAnswer.error(404, "no such dead letter, or no longer there");

  private final Cyclops cyclops;
  private final DeadLetterPages dead;
  private final LongSupplier refused;
  private final Map<String, Supplier<?>> parts;
  private final Map<String, OperatorPage> pages;
  private final Dashboard dashboard;

  /** What answers for a barrier; {@code refused} counts the requests that did not get here. */
  OperatorRoutes(
      Cyclops cyclops, LongSupplier refused, OperatorExtras extras, Dashboard dashboard) {
    this.dashboard = dashboard;
    parts = extras.parts();
    pages = extras.pages();
    this.cyclops = cyclops;
    this.dead = new DeadLetterPages(cyclops);
    this.refused = refused;
  }

  OperatorAnswer answer(String method, String path, OperatorPage.Request request) {
    String query = request.query();
    try {
      return switch (path) {
        case "/dashboard/data" -> get(method, () -> dashboardData(query));
        case "/dashboard/report" -> get(method, () -> dashboardReport(query));
        case "/stats" -> get(method, () -> stats(query));
        case "/groups" -> get(method, () -> groups(query));
        case "/dead" -> get(method, () -> list(query));
        case "/dead/retry" -> post(method, () -> act(query, "retried", dead::retry));
        case "/dead/drop" -> post(method, () -> act(query, "dropped", dead::drop));
        default ->
            path.startsWith(DEAD)
                ? get(method, () -> one(path, query))
                : more(method, path, request);
      };
    } catch (BadQueryException e) {
      return OperatorAnswer.error(400, String.valueOf(e.getMessage()));
    }
  }

  private OperatorAnswer more(String method, String path, OperatorPage.Request request)
      throws BadQueryException {
    OperatorPage page = pages.get(path);
    return page == null ? NO_PAGE : get(method, () -> OperatorAnswer.of(page.answer(request)));
  }

  /** A file of the page for browsers; its query means nothing. */
  OperatorAnswer file(String method, String path, @Nullable String known) {
    try {
      return get(
          method,
          () -> dashboard.file(path).map(file -> OperatorAnswer.file(file, known)).orElse(NO_PAGE));
    } catch (BadQueryException e) {
      throw new AssertionError(e);
    }
  }

  private interface Page {
    OperatorAnswer answer() throws BadQueryException;
  }

  private static OperatorAnswer get(String method, Page page) throws BadQueryException {
    return only("GET", method, page);
  }

  private static OperatorAnswer post(String method, Page page) throws BadQueryException {
    return only("POST", method, page);
  }

  private static OperatorAnswer only(String allowed, String method, Page page)
      throws BadQueryException {
    return method.equals(allowed)
        ? page.answer()
        : OperatorAnswer.error(405, "method not allowed", new Extra(Headers.ALLOW, allowed));
  }

  private OperatorAnswer stats(String query) throws BadQueryException {
    QueryParameters.parse(query, Set.of());
    return OperatorAnswer.json(StatsPage.of(cyclops, refused.getAsLong(), parts));
  }

  private OperatorAnswer dashboardData(String query) throws BadQueryException {
    QueryParameters parameters = QueryParameters.parse(query, Set.of("run", "since"));
    long since = parameters.number("since", 0, Long.MAX_VALUE).orElse(0);
    return OperatorAnswer.json(dashboard.data(parameters.one("run").orElse(""), since));
  }

  private OperatorAnswer dashboardReport(String query) throws BadQueryException {
    QueryParameters parameters = QueryParameters.parse(query, Set.of("lists"));
    boolean lists = parameters.one("lists").filter("true"::equals).isPresent();
    return dashboard
        .report(lists)
        .map(OperatorAnswer::json)
        .orElse(OperatorAnswer.error(503, "not yet: it has just begun"));
  }

  private OperatorAnswer groups(String query) throws BadQueryException {
    QueryParameters parameters = QueryParameters.parse(query, Set.of("limit", "project"));
    int limit = (int) parameters.number("limit", 1, MOST).orElse(DEFAULT_LIMIT);
    return OperatorAnswer.json(GroupsPage.of(cyclops, project(parameters), limit));
  }

  private OperatorAnswer list(String query) throws BadQueryException {
    QueryParameters parameters = QueryParameters.parse(query, Set.of("max", "after", "project"));
    int max = (int) parameters.number("max", 1, MOST).orElse(DEFAULT_MAX);
    return OperatorAnswer.json(dead.list(max, parameters.one("after"), project(parameters)));
  }

  private OperatorAnswer one(String path, String query) throws BadQueryException {
    QueryParameters.parse(query, Set.of());
    String rest = path.substring(DEAD.length());
    boolean payload = rest.endsWith(PAYLOAD);
    String id = payload ? rest.substring(0, rest.length() - PAYLOAD.length()) : rest;
    if (!QueryParameters.WORD.matcher(id).matches()) {
      return NO_PAGE;
    }
    Optional<OperatorAnswer> answer =
        payload
            ? dead.payload(id).map(OperatorAnswer::download)
            : dead.details(id).map(OperatorAnswer::json);
    return answer.orElse(NO_LETTER);
  }

  private OperatorAnswer act(String query, String done, ToIntFunction<List<String>> action)
      throws BadQueryException {
    QueryParameters parameters = QueryParameters.parse(query, Set.of("id", "project", "all"));
    List<String> ids = parameters.all("id");
    OptionalLong project = project(parameters);
    Optional<String> all = parameters.one("all");
    if (all.isPresent() && !all.get().equals("true")) {
      throw new BadQueryException("all is not true");
    }
    int named = (ids.isEmpty() ? 0 : 1) + (project.isPresent() ? 1 : 0) + (all.isPresent() ? 1 : 0);
    if (named != 1) {
      throw new BadQueryException("say which: id=… (once or more), project=… or all=true");
    }
    JsonObject json = new JsonObject();
    json.addProperty(done, action.applyAsInt(ids.isEmpty() ? dead.ids(project) : ids));
    return OperatorAnswer.json(json);
  }

  private static OptionalLong project(QueryParameters parameters) throws BadQueryException {
    return parameters.number("project", 1, Long.MAX_VALUE);
  }
}
