/** Certificates and private keys as PEM files hold them. */
@NullMarked
package dev.cyclops.undertow.tls;

import org.jspecify.annotations.NullMarked;
