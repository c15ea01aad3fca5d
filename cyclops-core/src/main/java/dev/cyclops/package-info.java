/**
 * The door of the library: {@link dev.cyclops.Cyclops}.
 *
 * <pre>
 * Event → Cyclops.accept → Receipt
 *          1 auth      claim → key          dev.cyclops.auth
 *          2 payload   body → payload       dev.cyclops.payload, with the codecs of dev.cyclops.codec
 *          3 filter    payload → group      dev.cyclops.filter
 *          4 storage   put                  dev.cyclops.storage
 * one sending loop, dev.cyclops.delivery: Storage.next → Delivery
 *          5 send      when and how         dev.cyclops.send
 *          6 settle    done, again, dead    dev.cyclops.storage
 * </pre>
 *
 * <p>What becomes of single events that an operator follows is told to {@code dev.cyclops.trace}.
 *
 * <p>The stations see the values in {@code dev.cyclops.event} and the readers in {@code
 * dev.cyclops.payload}, and never each other.
 */
@NullMarked
package dev.cyclops;

import org.jspecify.annotations.NullMarked;
