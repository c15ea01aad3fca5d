package shop;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A bank that fails in many ways. */
class Bank {
  static class LimitException extends RuntimeException {
    LimitException(String message) {
      super(message);
    }
  }

  static class FrozenException extends RuntimeException {
    FrozenException(String message) {
      super(message);
    }
  }

  interface Ledger {
    void post(int amount);

    void revert(int amount);
  }

  static class Account {
    String owner;
    Account parent;
  }

  int ownerLength(Account account, boolean strict) {
    int length = 0;
    if (strict) {
      length += account.owner.length();
    }
    return length + account.owner.length();
  }

  int parentLength(Account account) {
    return account.parent.owner.length();
  }

  int entry(int[] entries, int index) {
    return entries[index];
  }

  int lastEntry(int[] entries, int index) {
    return entries[entries.length + index];
  }

  void withdraw(boolean frozen, int amount) {
    throw frozen
        ? new FrozenException("cannot withdraw " + amount)
        : new LimitException("cannot withdraw " + amount);
  }

  int parse(String text) {
    return Integer.parseInt(text);
  }

  int parseRate(String text) {
    return Integer.parseInt(text);
  }

  void transfer(int number, boolean closed) {
    try {
      book(number, closed);
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("transfer " + number + " failed", e);
    }
  }

  private void book(int number, boolean closed) throws IOException {
    if (closed) {
      throw new FrozenException("account " + number + " is closed");
    }
    throw new IOException("ledger " + number + " does not answer");
  }

  void close(int number) {
    try (AutoCloseable resource = () -> { throw new IOException("cannot close " + number); }) {
      throw new IllegalArgumentException("statement " + number + " is broken");
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  int descend(int levels) {
    if (levels == 0) {
      throw new IllegalStateException("no head office");
    }
    return descend(levels - 1) + 1;
  }

  int descendToBranch(int levels) {
    if (levels == 0) {
      throw new IllegalStateException("no head office");
    }
    return descendToBranch(levels - 1) + 1;
  }

  long endless(long number) {
    return endless(number + 1) + 1;
  }

  void each(List<String> owners) {
    owners.forEach(owner -> check(owner));
  }

  void eachOfBranch(List<String> owners) {
    owners.forEach(owner -> check(owner));
  }

  private void check(String owner) {
    throw new IllegalArgumentException("no signature of " + owner);
  }

  long sum(List<Object> amounts) {
    return amounts.stream().mapToLong(amount -> (Long) amount).sum();
  }

  Object cast(Object value) {
    return (Account) value;
  }

  void remove(List<Integer> numbers) {
    for (Integer number : numbers) {
      numbers.remove(number);
    }
  }

  void inPool(Runnable work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      pool.submit(work).get();
    } finally {
      pool.shutdownNow();
    }
  }

  void inThread(String name, Runnable work, Consumer<Throwable> uncaught) throws Exception {
    Thread thread = new Thread(work, name);
    thread.setUncaughtExceptionHandler((failed, thrown) -> uncaught.accept(thrown));
    thread.start();
    thread.join();
  }

  /** By reflection, as frameworks call; the JVM changes how it does so after some calls. */
  void byReflection(int calls) throws Throwable {
    Method method = Bank.class.getDeclaredMethod("withdraw", boolean.class, int.class);
    for (int i = 1; i < calls; i++) {
      try {
        method.invoke(this, false, i);
      } catch (ReflectiveOperationException e) {
        // Only the last one counts.
      }
    }
    try {
      method.invoke(this, false, calls);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Behind proxies, whose classes are numbered as they come. */
  Ledger ledger(int proxies) {
    Ledger ledger = null;
    Class<?>[] others = {Runnable.class, Comparable.class, AutoCloseable.class, Iterable.class};
    for (int i = 0; i <= proxies; i++) {
      Class<?>[] interfaces =
          i == proxies ? new Class<?>[] {Ledger.class} : new Class<?>[] {others[i]};
      Object proxy =
          Proxy.newProxyInstance(
              Bank.class.getClassLoader(),
              interfaces,
              (self, method, arguments) -> {
                withdraw(false, (int) arguments[0]);
                return null;
              });
      if (proxy instanceof Ledger last) {
        ledger = last;
      }
    }
    return ledger;
  }

  String lookUp(Map<String, String> table, String key) {
    String value = table.get(key);
    if (value == null) {
      throw new java.util.NoSuchElementException(key);
    }
    return value;
  }

  void print(String owner) {
    sign(owner);
  }

  void mail(String owner) {
    sign(owner);
  }

  private void sign(String owner) {
    throw new SecurityException(owner + " may not sign");
  }
}
