package com.example.shop;

import io.sentry.Sentry;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The shop's own work, which fails for each order alike. */
@RestController
class OrderController {
  @PostMapping("/orders/{id}")
  String order(@PathVariable long id) {
    Sentry.captureException(new IllegalStateException("order " + id + " has no customer"));
    return "noted\n";
  }
}
