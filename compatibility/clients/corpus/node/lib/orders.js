'use strict';
const fs = require('fs');

function find(id) {
  throw new Error(`order ${id} not found`);
}

function cancel(id) {
  throw new Error(`order ${id} not found`);
}

function load(text) {
  return JSON.parse(text);
}

function loadDraft(text) {
  return JSON.parse(text);
}

function store(order) {
  try {
    connect(order);
  } catch (cause) {
    throw new Error('the order was not stored', { cause });
  }
}

function connect(order) {
  if (order.archived) {
    throw new RangeError(`shelf ${order.id} is full`);
  }
  throw new TypeError(`no shelf for ${order.id}`);
}

function walk(node, depth) {
  if (depth === 0) {
    return node.children.length;
  }
  return walk(node, depth - 1);
}

function walkAll(node, depth) {
  if (depth === 0) {
    return node.siblings.length;
  }
  return walkAll(node, depth - 1);
}

function endless(node) {
  return endless(node) + 1;
}

async function fetchOrder(id) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  throw new Error(`the service answered 503 for order ${id}`);
}

async function showOrder(id) {
  return await fetchOrder(id);
}

async function printOrder(id) {
  return await fetchOrder(id);
}

function read(path, done) {
  fs.readFile(path, done);
}

function list(path, done) {
  fs.readdir(path, done);
}

/** A template of the operator's, made into a function. */
function render(template, order) {
  return new Function('order', `return ${template};`)(order);
}

function totals(orders) {
  return orders.map((order) => order.total.toFixed(2));
}

function sorted(orders) {
  return orders.sort((a, b) => a.total.amount - b.total.amount);
}

module.exports = {
  find,
  cancel,
  load,
  loadDraft,
  store,
  walk,
  walkAll,
  endless,
  showOrder,
  printOrder,
  read,
  list,
  render,
  totals,
  sorted,
};
