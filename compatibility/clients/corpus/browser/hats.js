/* A shop for hats that fails in many ways. */
import { flood } from './flood';

export class StockError extends Error {
  constructor(message) {
    super(message);
    this.name = 'StockError';
  }
}

export class PriceError extends Error {
  constructor(message) {
    super(message);
    this.name = 'PriceError';
  }
}

export function sizeOf(hats, id) {
  return hats.find((hat) => hat.id === id).size;
}

export function colourOf(hats, id) {
  return hats.find((hat) => hat.id === id).colour;
}

export function refuse(Kind, id) {
  throw new Kind(`hat ${id} is not for sale`);
}

export function priced(hats) {
  return hats.map((hat) => hat.price.toFixed(2));
}

function check(form) {
  if (!form.name) {
    throw new Error(`no name in the form of ${flood.user}`);
  }
}

export function order(form) {
  check(form);
  return 'ordered';
}

export function reserve(form) {
  check(form);
  return 'reserved';
}

export function stack(height) {
  if (height === 0) {
    throw new RangeError('the stack of hats fell');
  }
  return stack(height - 1) + 1;
}

export function endless(hat) {
  return endless(hat) + 1;
}

export function parse(text) {
  return JSON.parse(text);
}

export function parseSizes(text) {
  return JSON.parse(text);
}

export async function load(id) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  throw new Error(`hat ${id} did not load`);
}

export async function show(id) {
  return await load(id);
}

export async function preview(id) {
  return await load(id);
}

export function evaluate(rule, hat) {
  return new Function('hat', `return ${rule};`)(hat);
}

export function find(selector) {
  return document.querySelector(selector).textContent;
}

export function append(node) {
  document.body.appendChild(node);
}
