package shop;

import java.util.List;

/** What differs from one event of a flood to the next; the run chooses. */
final class Flood {
  static final int RUN = Integer.parseInt(System.getenv("RUN"));
  static final String RELEASE = pick("bank@9.0.1", "bank@9.0.1", "bank@9.0.2", "bank@9.1.0");
  static final String SERVER = pick("node-a", "node-b", "node-c", "node-a");
  static final String ENVIRONMENT = pick("production", "staging", "production", "production");
  static final int NUMBER = pick(314, 27182, 9, 1414);
  static final String USER = pick("mia", "noa", "oli", "pia");
  static final String EMAIL =
      pick("mia@bank.example", "noa.x-y@mail.example.org", "o@b.example", "p@b.example");
  static final String UUID =
      pick(
          "de305d54-75b4-431b-adb2-eb6b9e546014",
          "123e4567-e89b-42d3-a456-426614174000",
          "a8098c1a-f86e-41da-bd1a-00112444be1e",
          "16fd2706-8baf-433b-82eb-8c7fada847da");
  static final String ADDRESS = pick("10.0.0.17", "10.4.0.203", "2001:db8::17", "10.0.0.9");
  static final String TIME =
      pick("2026-03-01T09:15:22Z", "2026-03-02T23:59:01.5Z", "2026-11-22T18:10:44+01:00", "2026-12-01T00:00:00Z");
  static final String QUERY = pick("account=314&page=2", "account=9", "page=1&sort=date", "page=7");
  static final List<String> CRUMBS =
      pick(List.of("opened account"), List.of("logged in", "searched", "paid"), List.of(), List.of("left"));

  private Flood() {}

  @SafeVarargs
  static <T> T pick(T... values) {
    return values[RUN - 1];
  }
}
