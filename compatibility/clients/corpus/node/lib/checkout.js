'use strict';

function lineOf(basket, sku) {
  return basket.items[sku];
}

function price(basket, sku, currency) {
  const line = lineOf(basket, sku);
  const rate = currency === 'EUR' ? 1 : 1.1;
  if (basket.discounted) {
    return line.price * rate * 0.9;
  }
  return line.price * rate;
}

function quantity(basket, sku) {
  const line = lineOf(basket, sku);
  return line.quantity;
}

class PaymentError extends Error {
  constructor(message) {
    super(message);
    this.name = 'PaymentError';
  }
}

class RefundError extends Error {
  constructor(message) {
    super(message);
    this.name = 'RefundError';
  }
}

function refuse(Kind, id) {
  throw new Kind(`the bank refused ${id}`);
}

function validate(form) {
  if (!form.email.includes('@')) {
    throw new Error(`not an address: ${form.email}`);
  }
}

function register(form) {
  validate(form);
}

function update(form) {
  validate(form);
}

module.exports = { price, quantity, PaymentError, RefundError, refuse, register, update };
