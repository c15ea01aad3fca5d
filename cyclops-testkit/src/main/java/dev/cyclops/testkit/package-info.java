/** What an implementer of one of the interfaces of Cyclops needs to prove his work. */
@NullMarked
package dev.cyclops.testkit;

import org.jspecify.annotations.NullMarked;
