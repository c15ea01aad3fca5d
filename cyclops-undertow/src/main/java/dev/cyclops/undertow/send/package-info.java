/** A sender on Undertow's own client; shares nothing with the HTTP face. */
@NullMarked
package dev.cyclops.undertow.send;

import org.jspecify.annotations.NullMarked;
