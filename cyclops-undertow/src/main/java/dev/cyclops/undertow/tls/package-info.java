/** Certificates and private keys as PEM files hold them, and as new as those. */
@NullMarked
package dev.cyclops.undertow.tls;

import org.jspecify.annotations.NullMarked;
