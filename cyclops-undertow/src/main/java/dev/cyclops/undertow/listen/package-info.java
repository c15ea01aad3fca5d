/**
 * The listening socket: which protocol a connection speaks, how long it may take to tell, and which
 * guards stand around it from then on.
 */
@NullMarked
package dev.cyclops.undertow.listen;

import org.jspecify.annotations.NullMarked;
