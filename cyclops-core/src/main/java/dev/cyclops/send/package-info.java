/** Fourth station: when the next event may go to Sentry, how it gets there, what came back. */
@NullMarked
package dev.cyclops.send;

import org.jspecify.annotations.NullMarked;
