import type { components, paths } from "./query-api.js";

export interface QueryOptions {
  /** Base address of the Worker; the page's own origin when it is left out. */
  endpoint?: string;
  /** A key that may ask: `read`, or `admin`. A page that is logged in at the Worker needs none. */
  key?: string;
  /** In the place of the global `fetch`. */
  fetch?: typeof fetch;
}

/** The schemas of the API's document, by name: `Schemas["Event"]`. */
export type Schemas = components["schemas"];
/** An event as the API shows it. */
export type Event = Schemas["Event"];

type Method = "get" | "post" | "put" | "patch" | "delete";
/** The paths of the API, as its document writes them. */
export type Path = keyof paths;
type Operation<P extends Path, M extends Method> = Exclude<paths[P][M], undefined>;
/** The paths that have a method. */
export type PathWith<M extends Method> = { [P in Path]: [Operation<P, M>] extends [never] ? never : P }[Path];

type Members<T, Name extends string> = T extends { [N in Name]?: infer Value } ? Exclude<Value, undefined> : never;
type Parameters<P extends Path, M extends Method> = Members<Operation<P, M>, "parameters">;

/** A parameter as it is given: lists may be one text as well, times may be a `Date` or milliseconds. */
type Given<Name, Value> = Name extends "from" | "to" ? string | number | Date : Value extends readonly (infer Item)[] ? Value | Item : Value;
/** Filters by a dimension's opposite or a part of it, or by a member of `metadata`. */
type Filters = { [name: `${string}.${string}`]: string | string[] | undefined };
type QueryOf<Q> = [Q] extends [never]
  ? { [name: string]: never }
  : { [Name in keyof Q as Name extends "filters" ? never : Name]: Given<Name, Q[Name]> } & ("filters" extends keyof Q ? Filters : {});

/** What `GET` of a path may be asked with. */
export type Query<P extends PathWith<"get">> = QueryOf<Members<Parameters<P, "get">, "query">>;

type IsOptional<T> = {} extends T ? true : false;
type Part<Name extends string, T> = [T] extends [never] ? {} : IsOptional<T> extends true ? { [N in Name]?: T } : { [N in Name]: T };
type BodyOf<T> = T extends { requestBody: { content: infer Content } }
  ? { body: Content[keyof Content] }
  : [Members<T, "requestBody">] extends [{ content: infer Content }]
    ? [Members<T, "requestBody">] extends [never] ? {} : { body?: Content[keyof Content] }
    : {};

/** What a request of a path may carry. */
export type Asked<P extends Path, M extends Method> = Part<"path", Members<Parameters<P, M>, "path">> &
  Part<"query", QueryOf<Members<Parameters<P, M>, "query">>> &
  BodyOf<Operation<P, M>> & {
    /** Ends the request. */
    signal?: AbortSignal;
  };

type Content<T> = T extends { responses: { 200: { content: infer Of } } | { 201: { content: infer Of } } } ? Of[keyof Of] : never;
/** What a path answers. */
export type Answer<P extends Path, M extends Method = "get"> = Content<Operation<P, M>>;

/** The paths that answer in pages. */
export type PagedPath = { [P in PathWith<"get">]: Answer<P> extends { next_cursor: string | null } ? P : never }[PathWith<"get">];

type Argument<T> = {} extends T ? [asked?: T] : [asked: T];

export interface Client {
  /** Asks for a path. */
  get<P extends PathWith<"get">>(path: P, ...asked: Argument<Asked<P, "get">>): Promise<Answer<P>>;
  /** Any operation of the API. */
  request<M extends Uppercase<Method>, P extends PathWith<Lowercase<M>>>(
    method: M,
    path: P,
    ...asked: Argument<Asked<P, Lowercase<M>>>
  ): Promise<Answer<P, Lowercase<M>>>;
  /** All pages of a list, one after the other. */
  pages<P extends PagedPath>(path: P, ...asked: Argument<Asked<P, "get">>): AsyncGenerator<Answer<P>, void, undefined>;
  /** All events that match, newest first, however many pages they are. */
  events(query?: Query<"/api/events">, options?: { signal?: AbortSignal }): AsyncGenerator<Event, void, undefined>;
}

/** Makes a client. */
export function createQuery(options: QueryOptions): Client;

/** A refusal. Its `message` is for people. */
export class TrailmarkError extends Error {
  /** The HTTP status. */
  status: number;
  /** The API's stable code, such as `invalid_parameter`; `no_problem` when something else than the API answered. */
  code: string;
  /** What is wrong, and what to do about it. */
  detail: string;
  /** The parameter or field at fault. */
  field?: string;
  /** Seconds after which to try again, where the API says so. */
  retryAfter?: number;
}
