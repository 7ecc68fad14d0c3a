// A task list on Hono, described by @hono/zod-openapi, with the side door of serving.py.

import { serve } from "@hono/node-server";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { getCookie, setCookie } from "hono/cookie";
import { streamSSE, stream } from "hono/streaming";

const store = { held: {}, seen: [], requests: [] };
const held = (kind) => (store.held[kind] ??= {});
const see = (handler, values) => store.seen.push({ handler, ...values });

const app = new OpenAPIHono({
  defaultHook: (result, c) => {
    if (!result.success) {
      const issues = result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
      return c.json({ error: "Invalid request", issues }, 422);
    }
  },
});

app.use(async (c, next) => {
  if (c.req.path !== "/_store" && c.req.path !== "/openapi.json") {
    store.requests.push([c.req.method, decodeURIComponent(c.req.path)]);
  }
  await next();
});
app.get("/_store", (c) => c.json(store));
app.delete("/_store", (c) => {
  store.held = {};
  store.seen = [];
  return c.json({});
});

app.openAPIRegistry.registerComponent("securitySchemes", "Bearer", { type: "http", scheme: "bearer" });
app.openAPIRegistry.registerComponent("securitySchemes", "Key", { type: "apiKey", in: "header", name: "X-Key" });

const Status = z.enum(["open", "in progress", "done"]).openapi("Status");
const Place = z.object({ lat: z.number().min(-90).max(90), lon: z.number() }).openapi("Place");
const NewTask = z
  .object({
    title: z.string().min(1).max(40),
    status: Status.default("open"),
    priority: z.number().int().min(0).max(9).optional(),
    tags: z.array(z.string()).default([]),
    due: z.iso.datetime({ local: true }).nullable().optional(),
    day: z.iso.date().optional(),
    place: Place.nullish(),
    extra: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    pair: z.tuple([z.number(), z.string()]).optional(),
  })
  .openapi("NewTask");
const Task = NewTask.extend({ id: z.uuid(), created: z.iso.datetime() }).openapi("Task");
const Patch = NewTask.partial().strict().openapi("TaskPatch");
const Fault = z.object({ error: z.string(), issues: z.array(z.any()).optional() }).openapi("Fault");
const Shape = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("circle"), radius: z.number() }).openapi("Circle"),
    z.object({ kind: z.literal("square"), side: z.number() }).openapi("Square"),
  ])
  .openapi("Shape");

const json = (schema) => ({ content: { "application/json": { schema } }, required: true });
const response = (schema, description = "Ok.") => ({ description, content: { "application/json": { schema } } });
const id = z.object({ id: z.uuid().openapi({ param: { name: "id", in: "path" } }) });
const numeric = (start) => z.coerce.number().int().min(0).default(start).openapi({ type: "integer" });

const tasks = (path, method, operationId, more) =>
  createRoute({ path, method, operationId, tags: ["tasks"], ...more });

app.openapi(
  tasks("/tasks", "post", "createTask", { request: { body: json(NewTask) }, responses: { 201: response(Task) } }),
  (c) => {
    const sent = c.req.valid("json");
    const task = { ...sent, id: crypto.randomUUID(), created: new Date().toISOString() };
    held("tasks")[task.id] = task;
    return c.json(task, 201, { Location: `/tasks/${task.id}` });
  },
);

app.openapi(
  tasks("/tasks", "get", "listTasks", {
    request: {
      query: z.object({
        page: numeric(1),
        limit: numeric(2),
        status: z
          .preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(Status).optional())
          .openapi({ type: "array", items: { type: "string", enum: Status.options } }),
        search: z.string().optional(),
        urgent: z.enum(["true", "false"]).optional(),
        since: z.iso.datetime({ offset: true }).optional(),
      }),
    },
    responses: { 200: response(z.object({ items: z.array(Task), total: z.number().int(), page: z.number().int() })) },
  }),
  (c) => {
    const query = c.req.valid("query");
    see("listTasks", query);
    const all = Object.values(held("tasks"));
    const start = (query.page - 1) * query.limit;
    return c.json({ items: all.slice(start, start + query.limit), total: all.length, page: query.page }, 200);
  },
);

app.openapi(
  tasks("/tasks-by-cursor", "get", "listTasksByCursor", {
    request: { query: z.object({ cursor: z.string().optional() }) },
    responses: { 200: response(z.object({ data: z.array(Task), nextCursor: z.string().nullable() })) },
  }),
  (c) => {
    const start = Number(c.req.valid("query").cursor ?? 0);
    const all = Object.values(held("tasks"));
    return c.json({ data: all.slice(start, start + 2), nextCursor: start + 2 < all.length ? `${start + 2}` : null }, 200);
  },
);

app.openapi(
  tasks("/tasks/{id}", "get", "getTask", {
    request: { params: id },
    responses: { 200: response(Task), 404: response(Fault, "There is no such task.") },
  }),
  (c) => {
    const task = held("tasks")[c.req.valid("param").id];
    return task ? c.json(task, 200) : c.json({ error: "no such task" }, 404);
  },
);

app.openapi(
  tasks("/tasks/{id}", "patch", "changeTask", {
    request: { params: id, body: json(Patch) },
    responses: { 200: response(Task) },
  }),
  async (c) => {
    const changes = await c.req.json();
    see("changeTask", { changes });
    const task = { ...held("tasks")[c.req.valid("param").id], ...changes };
    held("tasks")[task.id] = task;
    return c.json(task, 200);
  },
);

app.openapi(
  tasks("/tasks/{id}", "delete", "deleteTask", {
    request: { params: id },
    responses: { 204: { description: "It is gone." } },
  }),
  (c) => {
    delete held("tasks")[c.req.valid("param").id];
    return c.body(null, 204);
  },
);

const other = (path, method, operationId, more) => createRoute({ path, method, operationId, ...more });

app.openapi(
  other("/shapes", "post", "drawShape", { request: { body: json(Shape) }, responses: { 200: response(Shape) } }),
  (c) => {
    see("drawShape", { shape: c.req.valid("json") });
    return c.json(c.req.valid("json"), 200);
  },
);

app.openapi(
  other("/upload", "post", "upload", {
    request: {
      body: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: z.object({
              title: z.string(),
              file: z.any().openapi({ type: "string", format: "binary" }),
              more: z.any().optional().openapi({ type: "array", items: { type: "string", format: "binary" } }),
            }),
          },
        },
      },
    },
    responses: { 200: response(z.object({ name: z.string(), size: z.number().int() })) },
  }),
  async (c) => {
    const body = await c.req.parseBody({ all: true });
    const more = [body.more ?? []].flat();
    see("upload", { title: body.title, type: body.file.type, text: await body.file.text(), more: more.map((it) => it.name) });
    return c.json({ name: body.file.name, size: body.file.size }, 200);
  },
);

app.openapi(
  other("/form", "post", "sendForm", {
    request: {
      body: {
        required: true,
        content: {
          "application/x-www-form-urlencoded": { schema: z.object({ name: z.string(), age: z.coerce.number().int().openapi({ type: "integer" }) }) },
        },
      },
    },
    responses: { 200: response(z.object({ name: z.string() })) },
  }),
  (c) => {
    see("sendForm", c.req.valid("form"));
    return c.json({ name: c.req.valid("form").name }, 200);
  },
);

app.openapi(
  other("/values/{name}", "get", "getValues", {
    request: {
      params: z.object({ name: z.string().openapi({ param: { name: "name", in: "path" } }) }),
      headers: z.object({ "x-trace": z.string(), "x-count": z.coerce.number().optional().openapi({ type: "integer" }) }),
      cookies: z.object({ session: z.string(), seen: z.string().optional() }),
    },
    responses: { 200: response(z.object({ ok: z.boolean() })) },
  }),
  (c) => {
    see("getValues", { name: c.req.valid("param").name, trace: c.req.valid("header")["x-trace"], session: getCookie(c, "session") });
    setCookie(c, "seen", "yes");
    return c.json({ ok: true }, 200);
  },
);

app.openapi(
  other("/text", "get", "getText", {
    responses: { 200: { description: "Text.", content: { "text/plain": { schema: z.string() } } } },
  }),
  (c) => c.text("plain"),
);

app.openapi(
  other("/file", "get", "getFile", {
    responses: {
      200: {
        description: "A file.",
        content: { "application/pdf": { schema: z.any().openapi({ type: "string", format: "binary" }) } },
      },
    },
  }),
  (c) => c.body(new Uint8Array([37, 80, 68, 70, 255]), 200, { "Content-Type": "application/pdf" }),
);

const Tick = z.object({ number: z.number().int() }).openapi("Tick");

app.openapi(
  other("/events", "get", "getEvents", {
    responses: { 200: { description: "Events.", content: { "text/event-stream": { schema: Tick } } } },
  }),
  (c) =>
    streamSSE(c, async (events) => {
      for (let number = 0; number < 3; number += 1) {
        await events.writeSSE({ data: JSON.stringify({ number }), event: "tick", id: `${number}` });
      }
    }),
);

app.openapi(
  other("/lines", "get", "getLines", {
    responses: { 200: { description: "Lines.", content: { "application/x-ndjson": { schema: Tick } } } },
  }),
  (c) => {
    c.header("Content-Type", "application/x-ndjson");
    return stream(c, async (out) => {
      for (let number = 0; number < 3; number += 1) {
        await out.write(`${JSON.stringify({ number })}\n`);
      }
    });
  },
);

app.openapi(
  other("/me", "get", "whoAmI", {
    security: [{ Bearer: [] }, { Key: [] }],
    responses: { 200: response(z.object({ name: z.string() })), 401: response(Fault, "Not logged in.") },
  }),
  (c) => {
    const name = c.req.header("Authorization")?.replace(/^Bearer /, "") ?? c.req.header("X-Key");
    if (!name || name === "no") {
      return c.json({ error: "log in first" }, 401);
    }
    see("whoAmI", { name });
    return c.json({ name }, 200);
  },
);

app.openapi(
  other("/login", "post", "logIn", {
    request: { body: json(z.object({ user: z.string(), password: z.string() })) },
    responses: { 200: response(z.object({ token: z.string() })), 403: response(Fault, "Wrong.") },
  }),
  (c) => {
    const { user, password } = c.req.valid("json");
    return password === "secret" ? c.json({ token: user }, 200) : c.json({ error: "wrong password" }, 403);
  },
);

app.doc31("/openapi.json", { openapi: "3.1.0", info: { title: "Hono tasks", version: "1.0.0" } });

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
process.stdin.on("end", () => process.exit(0)).resume();
