/** Power cuts: the file system below the spool is shut down, and its drive loses its cache. */
@NullMarked
package dev.cyclops.crash.power;

import org.jspecify.annotations.NullMarked;
