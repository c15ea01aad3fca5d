package shop;

/** What an SDK can be asked to tell. */
interface Api {
  void exception(Throwable thrown);

  void message(String text);

  /** With a pattern and what stands for its placeholders. */
  void message(String pattern, String... parameters);

  void fingerprint(String... elements);

  void transaction(String name, String operation);
}
