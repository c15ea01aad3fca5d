/**
 * The barrier itself and the in-memory default of every interface; needs the JDK and nothing else.
 */
module dev.cyclops.core {
  requires java.net.http;
  requires static transitive org.jspecify;

  exports dev.cyclops;
  exports dev.cyclops.auth;
  exports dev.cyclops.codec;
  exports dev.cyclops.event;
  exports dev.cyclops.file;
  exports dev.cyclops.filter;
  exports dev.cyclops.plugin;
  exports dev.cyclops.send;
  exports dev.cyclops.storage;
  exports dev.cyclops.trace;
  exports dev.cyclops.watch;

  uses dev.cyclops.codec.ContentCodec;
}
