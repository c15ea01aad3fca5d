package shop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every way in which the bank fails, by name. */
final class Shop {
  interface Failure {
    void fail() throws Throwable;
  }

  private final Map<String, Failure> failures = new LinkedHashMap<>();

  static Map<String, Failure> failures(Api api) {
    Shop shop = new Shop();
    shop.addErrors(new Bank(), api);
    shop.addMessages(new Bank(), api);
    return shop.failures;
  }

  private static <T extends Throwable> T withoutFrames(T thrown) {
    thrown.setStackTrace(new StackTraceElement[0]);
    return thrown;
  }

  private void addErrors(Bank bank, Api api) {
    int n = Flood.NUMBER;
    failures.put("owner-of-nobody", () -> bank.ownerLength(new Bank.Account(), false));
    failures.put("owner-of-nobody/strict", () -> bank.ownerLength(new Bank.Account(), true));
    failures.put("owner-of-nobody/parent", () -> bank.parentLength(new Bank.Account()));
    failures.put("entry-beyond", () -> bank.entry(new int[n % 7], n));
    failures.put("entry-beyond/last", () -> bank.lastEntry(new int[n % 7], n));
    failures.put("withdrawal-refused", () -> bank.withdraw(false, n));
    failures.put("withdrawal-refused/frozen", () -> bank.withdraw(true, n));
    failures.put("amount-unreadable", () -> bank.parse(n + " EUR"));
    failures.put("amount-unreadable/rate", () -> bank.parseRate(n + " EUR"));
    failures.put("transfer-failed", () -> bank.transfer(n, false));
    failures.put("transfer-failed/closed", () -> bank.transfer(n, true));
    failures.put("statement-broken", () -> bank.close(n));
    failures.put("branches", () -> bank.descend(Flood.pick(2, 13, 6, 2)));
    failures.put("branches/branch", () -> bank.descendToBranch(Flood.pick(2, 13, 6, 2)));
    failures.put("endless-recursion", () -> bank.endless(n));
    failures.put("signature-missing", () -> bank.each(List.of(Flood.USER)));
    failures.put("signature-missing/branch", () -> bank.eachOfBranch(List.of(Flood.USER)));
    failures.put("sum-of-texts", () -> bank.sum(List.of(Flood.USER)));
    failures.put("no-account", () -> bank.cast(Flood.pick("text", 17, 'c', 2L)));
    failures.put("removed-while-read", () -> bank.remove(new ArrayList<>(List.of(n, 2, 3))));
    failures.put("pool-failed", () -> bank.inPool(() -> bank.withdraw(false, n)));
    failures.put("pool-failed/frozen", () -> bank.inPool(() -> bank.withdraw(true, n)));
    failures.put(
        "thread-failed",
        () -> bank.inThread("payer-" + n, () -> bank.withdraw(false, n), api::exception));
    failures.put(
        "thread-failed/other",
        () -> bank.inThread("payer-" + n, () -> bank.descend(0), api::exception));
    failures.put("by-reflection", () -> bank.byReflection(Flood.pick(1, 40, 3, 1)));
    failures.put("by-proxy", () -> bank.ledger(Flood.pick(0, 3, 1, 0)).post(n));
    failures.put("by-proxy/revert", () -> bank.ledger(Flood.pick(0, 3, 1, 0)).revert(n));
    failures.put("key-missing", () -> bank.lookUp(Map.of(), "account-" + Flood.UUID));
    failures.put("not-signed", () -> bank.print(Flood.USER));
    failures.put("not-signed/mail", () -> bank.mail(Flood.USER));
    failures.put(
        "without-frames",
        () -> {
          throw withoutFrames(new Bank.LimitException("limit of " + Flood.EMAIL + " is " + n));
        });
    failures.put(
        "without-frames/text",
        () -> {
          throw withoutFrames(new Bank.LimitException("budget of " + Flood.EMAIL + " is " + n));
        });
    failures.put(
        "without-frames/type",
        () -> {
          throw withoutFrames(new Bank.FrozenException("limit of " + Flood.EMAIL + " is " + n));
        });
  }

  private void addMessages(Bank bank, Api api) {
    int n = Flood.NUMBER;
    failures.put("message-number", () -> api.message("account " + n + " is overdrawn"));
    failures.put("message-number/frozen", () -> api.message("account " + n + " is frozen"));
    failures.put("message-uuid", () -> api.message("order " + Flood.UUID + " came twice"));
    failures.put("message-uuid/late", () -> api.message("order " + Flood.UUID + " came late"));
    failures.put("message-address", () -> api.message("till at " + Flood.ADDRESS + " is locked"));
    failures.put("message-address/open", () -> api.message("till at " + Flood.ADDRESS + " is open"));
    failures.put("message-time", () -> api.message("no rates since " + Flood.TIME));
    failures.put("message-time/news", () -> api.message("no news since " + Flood.TIME));
    failures.put(
        "message-url",
        () -> api.message("https://bank.example/statements?" + Flood.QUERY + " answered 502"));
    failures.put(
        "message-url/cards",
        () -> api.message("https://bank.example/cards?" + Flood.QUERY + " answered 502"));
    failures.put(
        "message-params",
        () -> api.message("customer %s has %s cards", Flood.USER, Integer.toString(n)));
    failures.put(
        "message-params/accounts",
        () -> api.message("customer %s has %s accounts", Flood.USER, Integer.toString(n)));
    failures.put(
        "message-of-object", () -> api.message("cannot lock " + new Object() + " of the bank"));
    failures.put(
        "message-of-object/unlock",
        () -> api.message("cannot unlock " + new Object() + " of the bank"));
    failures.put(
        "fingerprint-default",
        () -> {
          api.fingerprint("{{ default }}", "country-a");
          bank.withdraw(false, n);
        });
    failures.put(
        "fingerprint-default/country",
        () -> {
          api.fingerprint("{{ default }}", "country-b");
          bank.withdraw(false, n);
        });
    failures.put(
        "fingerprint-default/error",
        () -> {
          api.fingerprint("{{ default }}", "country-a");
          bank.withdraw(true, n);
        });
    failures.put("transaction-pay", () -> api.transaction("POST /payments", "http.server"));
    failures.put("transaction-pay/get", () -> api.transaction("GET /payments", "http.server"));
  }
}
