// The real clients against a server whose model is the demonstration model: ANTIPHON_URL names it.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { Chat } from "@ai-sdk/react";
import { AssistantChatTransport } from "@assistant-ui/ai-sdk";
import { DefaultChatTransport, lastAssistantMessageIsCompleteWithApprovalResponses } from "ai";
import { AssistantMessageAccumulator, AssistantTransportDecoder, UIMessageStreamDecoder } from "assistant-stream";

const base = process.env.ANTIPHON_URL;
const json = { "content-type": "application/json" };

function open(id = `t_${randomUUID()}`, Transport = DefaultChatTransport, options = {}) {
  const errors = [];
  const chat = new Chat({
    id,
    transport: new Transport({ api: `${base}/api/chat` }),
    onError: (error) => errors.push(error),
    ...options,
  });
  return { id, chat, errors };
}

async function until(condition, what) {
  for (let i = 0; i < 400; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`Waited in vain for ${what}`);
}

async function command(id, body) {
  const response = await fetch(`${base}/api/threads/${id}/commands`, {
    method: "POST",
    headers: json,
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 202, await response.text());
}

/** Follows the state of a thread with the decoder of assistant-ui. */
async function follow(id) {
  const abort = new AbortController();
  const response = await fetch(`${base}/api/threads/${id}/state`, { signal: abort.signal });
  const follower = { state: undefined, close: () => abort.abort() };
  const states = response.body
    .pipeThrough(new AssistantTransportDecoder({ strict: false }))
    .pipeThrough(new AssistantMessageAccumulator());
  follower.done = (async () => {
    for await (const message of states) follower.state = message.metadata.unstable_state;
  })().catch((error) => {
    if (!abort.signal.aborted) throw error;
  });
  await until(() => follower.state, "the state");
  return follower;
}

const last = (chat) => chat.messages.at(-1);
const text = (message) => message.parts.filter((part) => part.type === "text").map((part) => part.text).join("");
const tool = (message) => message.parts.find((part) => part.type.startsWith("tool-"));

for (const [name, Transport] of [
  ["DefaultChatTransport", DefaultChatTransport],
  ["AssistantChatTransport", AssistantChatTransport],
]) {
  test(`${name}: text and reasoning, under the ids that the server has`, async () => {
    const { id, chat, errors } = open(undefined, Transport);

    await chat.sendMessage({ text: "Think, please" });

    const page = await follow(id);
    page.close();
    assert.deepEqual(errors, []);
    assert.equal(chat.status, "ready");
    assert.ok(text(last(chat)).length > 0);
    assert.ok(last(chat).parts.some((part) => part.type === "reasoning" && part.text.length > 0));
    assert.deepEqual(page.state.order, chat.messages.map((message) => message.id));
  });
}

test("a tool's input and output", async () => {
  const { chat, errors } = open();

  await chat.sendMessage({ text: "What is 12*34?" });

  assert.deepEqual(errors, []);
  const call = tool(last(chat));
  assert.equal(call.state, "output-available");
  assert.deepEqual(call.input, { expression: "12*34" });
  assert.match(text(last(chat)), /408/);
});

for (const approved of [true, false]) {
  test(`an approval that is ${approved ? "given" : "denied"}, and the reply goes on in the same message`, async () => {
    const { chat, errors } = open(undefined, DefaultChatTransport, {
      sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses,
    });
    await chat.sendMessage({ text: "delete note 2" });
    const asked = last(chat);
    assert.equal(tool(asked).state, "approval-requested");

    await chat.addToolApprovalResponse({ id: tool(asked).approval.id, approved });
    const end = approved ? "output-available" : "output-denied";
    await until(() => tool(last(chat)).state === end && chat.status === "ready", end);

    assert.deepEqual(errors, []);
    assert.equal(chat.messages.length, 2);
    assert.equal(last(chat).id, asked.id);
    assert.ok(text(last(chat)).length > text(asked).length || !approved);
  });
}

test("a failure in mid-reply is an error, with what was said before", async () => {
  const { chat, errors } = open();

  await chat.sendMessage({ text: "please fail" });

  assert.equal(chat.status, "error");
  assert.equal(errors.length, 1);
  assert.match(errors[0].message, /demonstration failed/);
  assert.match(text(last(chat)), /I will stop/);
});

test("a request that is refused is an error with the words of the server", async () => {
  const { chat, errors } = open("no thread id: it has blanks");

  await chat.sendMessage({ text: "Hello" });

  assert.equal(chat.status, "error");
  assert.match(errors[0].message, /thread id/);
});

test("a cancel elsewhere aborts the reply here, without an error", async () => {
  const { id, chat, errors } = open();
  const sending = chat.sendMessage({ text: "something long" });
  await until(() => chat.messages.length === 2 && text(last(chat)).length > 20, "the first words");

  await command(id, { type: "cancel" });
  await sending;

  assert.deepEqual(errors, []);
  assert.equal(chat.status, "ready");
  assert.ok(text(last(chat)).length < 1000);
});

test("a page that comes back in mid-reply gets all of it, and nothing when it is over", async () => {
  const first = open();
  const sending = first.chat.sendMessage({ text: "something long" });
  await until(() => first.chat.messages.length === 2 && text(last(first.chat)).length > 20, "the first words");

  const again = open(first.id, DefaultChatTransport, { messages: first.chat.messages.slice(0, 1) });
  await Promise.all([again.chat.resumeStream(), sending]);
  await again.chat.resumeStream();

  assert.deepEqual(again.errors, []);
  assert.equal(text(last(again.chat)), text(last(first.chat)));
  assert.match(text(last(again.chat)), /Sentence 40 of 40/);
  assert.equal(again.chat.messages.length, 2);
  const over = await fetch(`${base}/api/chat/${first.id}/stream`);
  assert.equal(over.status, 204);
});

test("regenerate and edit make branches of the tree that the server has", async () => {
  const { id, chat } = open();
  await chat.sendMessage({ text: "Hello" });
  const question = chat.messages[0].id;

  await chat.regenerate();
  chat.messages = [];
  await chat.sendMessage({ text: "Hello again" });

  const page = await follow(id);
  page.close();
  const messages = Object.values(page.state.messages);
  assert.equal(messages.filter((message) => message.parentId === question).length, 2);
  assert.equal(messages.filter((message) => message.parentId === null).length, 2);
});

test("the decoder of assistant-stream reads the same stream", async () => {
  const response = await fetch(`${base}/api/chat`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({
      id: `t_${randomUUID()}`,
      messages: [{ id: randomUUID(), role: "user", parts: [{ type: "text", text: "What is 12*34?" }] }],
    }),
  });
  let message;
  for await (const each of response.body
    .pipeThrough(new UIMessageStreamDecoder())
    .pipeThrough(new AssistantMessageAccumulator())) message = each;

  assert.equal(message.status.type, "complete");
  assert.match(message.parts.at(-1).text, /408/);
});

test("the state that a page builds of the stream is the one that the next page is given", async () => {
  const { id, chat } = open();
  await chat.sendMessage({ text: "Hello" });
  const page = await follow(id);

  await command(id, { type: "add-message", content: "What is 12*34? And think." });
  await until(() => page.state.order.length === 4 && !page.state.isRunning, "the reply");
  await command(id, { type: "reload", sourceId: page.state.headId, parentId: null });
  await until(() => page.state.order.length === 5 && !page.state.isRunning, "the other reply");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const next = await follow(id);

  assert.deepEqual(new Set(page.state.order), new Set(next.state.order));
  assert.deepEqual({ ...page.state, order: [] }, { ...next.state, order: [] });
  page.close();
  next.close();
});
