/** Second station: to which group an event belongs, and whether that group has had its share. */
@NullMarked
package dev.cyclops.filter;

import org.jspecify.annotations.NullMarked;
