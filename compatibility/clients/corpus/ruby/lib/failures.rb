require_relative 'flood'
require_relative 'tickets'

# Every way in which the tickets fail, by name. What is raised is captured by who calls.
module Failures
  def self.with(api)
    n = Flood::NUMBER
    hall = Hall.new(Flood::USER)
    {
      'seat-of-nobody' => -> { Tickets.seat_of(hall, n) },
      'seat-of-nobody/far' => -> { Tickets.seat_of(hall, n + 1_000_000) },
      'hall-cannot' => -> { Tickets.reserve(hall) },
      'hall-cannot/release' => -> { Tickets.release(hall) },
      'show-refused' => -> { Tickets.refuse(SoldOut, n) },
      'show-refused/closed' => -> { Tickets.refuse(Closed, n) },
      'shared-by-nobody' => -> { Tickets.share(n, 0) },
      'ticket-not-sold' => -> { Tickets.sell(n) },
      'ticket-not-sold/closed' => -> { Tickets.sell(n, closed: true) },
      'stairs' => -> { Tickets.climb(n, Flood.pick(2, 11, 5, 2)) },
      'endless-recursion' => -> { Tickets.endless(n) },
      'price-missing' => -> { Tickets.total([{ id: n }]) },
      'price-missing/count' => -> { Tickets.count([{ id: n }]) },
      'text-broken' => -> { Tickets.parse(Flood.pick('<html>', '{"id" 1', '[1,]', '}')) },
      'text-broken/hall' => -> { Tickets.parse_hall(Flood.pick('<html>', '{"id" 1', '[1,]', '}')) },
      'file-missing' => -> { Tickets.read(Flood::PATH) },
      'file-missing/folder' => -> { Tickets.list(Flood::PATH) },
      'rule-broken' => -> { Tickets.discount("rate#{n} * 2") },
      'seat-missing' => -> { Tickets.print_ticket(id: n) },
      'seat-missing/mail' => -> { Tickets.mail_ticket(id: n) },
      'column-missing' => -> { Order.new.total_in_cents },
      'column-missing/tax' => -> { Order.new.tax_in_cents },
      'thread-failed' => -> { Tickets.in_thread { Tickets.refuse(SoldOut, n) } },
      'without-trace' => -> { api.exception(SoldOut.new("hall #{n} of #{Flood::EMAIL} is full")) },
      'without-trace/text' => -> { api.exception(SoldOut.new("hall #{n} of #{Flood::EMAIL} is empty")) },
      'without-trace/type' => -> { api.exception(Closed.new("hall #{n} of #{Flood::EMAIL} is full")) },
      'message-uuid' => -> { api.message("booking #{Flood::UUID} ran out") },
      'message-uuid/cancelled' => -> { api.message("booking #{Flood::UUID} was cancelled") },
      'message-ip' => -> { api.message("scanner at #{Flood::IP} is silent") },
      'message-ip/slow' => -> { api.message("scanner at #{Flood::IP} is slow") },
      'message-mixed' => -> { api.message("#{Flood::EMAIL} paid #{n} of #{n + 1}.50 EUR") },
      'message-mixed/owes' => -> { api.message("#{Flood::EMAIL} owes #{n} of #{n + 1}.50 EUR") },
      'message-of-object' => -> { api.message("cannot lock #<Hall:0x#{format('%016x', n * 77_777)}>") },
      'fingerprint-default' => lambda {
        api.fingerprint(['{{ default }}', 'city-a']) { Tickets.refuse(SoldOut, n) }
      },
      'fingerprint-default/city' => lambda {
        api.fingerprint(['{{ default }}', 'city-b']) { Tickets.refuse(SoldOut, n) }
      },
      'transaction-sale' => -> { api.transaction('SalesController#create', 'rails.request') },
      'transaction-sale/show' => -> { api.transaction('SalesController#show', 'rails.request') }
    }
  end
end
