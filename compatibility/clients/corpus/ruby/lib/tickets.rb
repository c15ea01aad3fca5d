require 'json'

# A seller of tickets that fails in many ways.
class Hall
  def initialize(name)
    @name = name
  end
end

class SoldOut < StandardError; end

class Closed < StandardError; end

module Tickets
  module_function

  def seat_of(hall, row)
    seats = nil
    return seats.first + row if row > 1_000_000

    seats.length
  end

  def reserve(hall)
    hall.reserve
  end

  def release(hall)
    hall.release
  end

  def refuse(kind, number)
    raise kind, "show #{number} takes nobody"
  end

  def share(total, guests)
    total / guests
  end

  def sell(number, closed: false)
    pay(number, closed)
  rescue StandardError
    raise "ticket #{number} was not sold"
  end

  def pay(number, closed)
    raise Closed, "till #{number} is closed" if closed

    raise IOError, "till #{number} does not answer"
  end

  def climb(row, left)
    raise ArgumentError, "no step from row #{row}" if left.zero?

    climb(row, left - 1)
  end

  def endless(number)
    endless(number + 1) + 1
  end

  def total(orders)
    orders.map { |order| order.fetch(:price) }.sum
  end

  def count(orders)
    orders.map { |order| order.fetch(:count) }.sum
  end

  def parse(text)
    JSON.parse(text)
  end

  def parse_hall(text)
    JSON.parse(text)
  end

  def read(path)
    File.read(path)
  end

  def list(path)
    Dir.entries(path)
  end

  def discount(rule)
    eval(rule, binding, '(rule)', 1) # rubocop:disable all
  end

  def check(order)
    raise ArgumentError, "order #{order[:id]} has no seat" unless order[:seat]
  end

  def print_ticket(order)
    check(order)
  end

  def mail_ticket(order)
    check(order)
  end

  def in_thread
    Thread.new { yield }.tap { |thread| thread.report_on_exception = false }.join
  end
end

# Its methods are made when it is loaded, as a mapper of tables does.
class Order
  %w[total tax].each do |column|
    define_method("#{column}_in_cents") { columns[column] * 100 }
  end

  def columns
    {}
  end
end
