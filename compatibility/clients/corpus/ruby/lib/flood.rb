# What differs from one event of a flood to the next; the run chooses.
module Flood
  RUN = Integer(ENV.fetch('RUN'))

  def self.pick(*values)
    values[RUN - 1]
  end

  RELEASE = pick('tickets@7.1.0', 'tickets@7.1.0', 'tickets@7.1.1', 'tickets@7.2.0')
  SERVER = pick('app-1.tickets.example', 'app-2.tickets.example', 'app-3.tickets.example', 'app-1.tickets.example')
  NUMBER = pick(815, 4711, 23, 5)
  USER = pick('ida', 'jan', 'kim', 'lea')
  EMAIL = pick('ida@tickets.example', 'jan_x@mail.example.org', 'k@t.example', 'l@t.example')
  UUID = pick(
    '3d813cbb-47fb-42ba-91df-831e1593ac29',
    '21f7f8de-8051-4b89-8680-0195ef798b6a',
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    '6ecd8c99-4036-403d-bf84-cf8400f67836'
  )
  IP = pick('203.0.113.77', '2001:db8:0:1::42', '192.0.2.1', '198.51.100.4')
  PATH = pick('/srv/tickets/815.pdf', '/srv/tickets/hall-7/18.pdf', '/mnt/in/2026/03/a.pdf', '/srv/tickets/5.pdf')
  CRUMBS = pick(['opened hall 4'], ['logged in', 'opened hall 7', 'chose seat 11'], [], ['paid'])
end
