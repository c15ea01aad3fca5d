/**
 * The door of the library: {@link dev.cyclops.Cyclops}.
 *
 * <pre>
 * Event → Cyclops.accept → Receipt
 *          1 auth      claim → key          dev.cyclops.auth
 *          2 filter    payload → group      dev.cyclops.filter
 *          3 storage   put                  dev.cyclops.storage
 * Dispatcher:  Storage.next → Delivery
 *          4 send      when and how         dev.cyclops.send
 *          5 settle    done or again        dev.cyclops.storage
 * </pre>
 *
 * <p>The stations see the values in {@code dev.cyclops.event} and never each other.
 */
@NullMarked
package dev.cyclops;

import org.jspecify.annotations.NullMarked;
