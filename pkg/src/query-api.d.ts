// Made from docs/openapi.json by `cargo xtask openapi`; changes belong there.

export interface paths {
    "/api/events/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store one event
         * @description Key: write or server.
         */
        post: operations["logEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/log/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store a batch of events; 200 whenever it can be read, and the verdicts say the rest
         * @description Key: write or server.
         */
        post: operations["logBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store lines of an export
         * @description Key: admin.
         */
        post: operations["importEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events, newest first
         * @description Key: read or admin.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        /**
         * Delete the events of a filter; at least one must be there
         * @description Key: admin.
         */
        delete: operations["deleteEvents"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The latest events of one user, or of everyone
         * @description Key: read or admin.
         */
        get: operations["recentEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/session/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One session, oldest first
         * @description Key: read or admin.
         */
        get: operations["listSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Totals, and counts by category, type, action, level, device and time
         * @description Key: read or admin.
         */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All events, oldest first
         * @description Key: read or admin.
         */
        get: operations["exportEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One event
         * @description Key: read or admin.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}/causality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What led to an event, and what came of it, as a graph
         * @description Key: read or admin.
         */
        get: operations["getCausality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/timeseries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts over time, by a dimension where one is named
         * @description Key: read or admin.
         */
        get: operations["timeseries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/breakdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts by up to ten dimensions
         * @description Key: read or admin.
         */
        get: operations["breakdown"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/timings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Percentiles and histograms of durations
         * @description Key: read or admin.
         */
        get: operations["timings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sessions, their totals, and where they begin and end
         * @description Key: read or admin.
         */
        get: operations["sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One session, and when each of its events happened
         * @description Key: read or admin.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/active-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * People active each day, week and month, and who is new
         * @description Key: read or admin.
         */
        get: operations["activeUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many people take steps in order
         * @description Key: read or admin.
         */
        get: operations["funnel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who comes back, by when they first came
         * @description Key: read or admin.
         */
        get: operations["retention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which ways sessions take
         * @description Key: read or admin.
         */
        get: operations["paths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/patterns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hours of the week, features, and sequences of types
         * @description Key: read or admin.
         */
        get: operations["patterns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last 30 minutes, and who is there now
         * @description Key: read or admin.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs and conversations, newest first
         * @description Key: read or admin.
         */
        get: operations["listStreams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of everything that was tracked
         * @description Key: read or admin.
         */
        get: operations["delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was asked of D1, and what that costs
         * @description Key: read or admin.
         */
        get: operations["cost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rejected events, newest first, and how many there are by code and type
         * @description Key: read or admin.
         */
        get: operations["listRejected"];
        put?: never;
        post?: never;
        /**
         * Forget rejected events; at least one filter must be there
         * @description Key: admin.
         */
        delete: operations["forgetRejected"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rejected/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge rejected events anew, the oldest 500 of those that match
         * @description Key: admin.
         */
        post: operations["replayRejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The project's tracking plan
         * @description Key: read or admin.
         */
        get: operations["getPlan"];
        /**
         * Replace the plan, and say what changed
         * @description Key: admin.
         */
        put: operations["putPlan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All versions of the plan, newest first
         * @description Key: read or admin.
         */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The project's remote config
         * @description Key: write, server, read or admin.
         */
        get: operations["getConfig"];
        /**
         * Replace the remote config
         * @description Key: admin.
         */
        put: operations["putConfig"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/project": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The project, and the key that asks
         * @description Key: read or admin.
         */
        get: operations["getProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The project's keys, those that work first; never their texts
         * @description Key: admin.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a key; its text is answered this once
         * @description Key: admin.
         */
        post: operations["makeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a key back
         * @description Key: admin.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        /**
         * Change a key's label, origins or end
         * @description Key: admin.
         */
        patch: operations["changeKey"];
        trace?: never;
    };
    "/api/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a key in another's place; both work for a while
         * @description Key: admin.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase a user
         * @description Key: admin.
         */
        delete: operations["eraseUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that is stored about a user
         * @description Key: admin.
         */
        get: operations["exportUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/cleanup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete old events, and the accounts of delivery of that time
         * @description Key: admin.
         */
        delete: operations["cleanup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether Worker and database are well, and how near the day's quota is */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in */
        get: operations["getLogin"];
        put?: never;
        /**
         * Log in to the dashboard: exchange a key, which must come in a header, for a cookie
         * @description Key: read or admin.
         */
        post: operations["logIn"];
        /** End the login, wherever its cookie was copied to */
        delete: operations["logOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counters as Prometheus reads them
         * @description Key: read or admin.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what when, newest first
         * @description Key: admin.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rollups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state of roll-ups
         * @description Key: admin.
         */
        get: operations["getRollups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rollups/fold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fold some hours now
         * @description Key: admin.
         */
        post: operations["foldRollups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rollups/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have hours folded anew
         * @description Key: admin.
         */
        post: operations["rebuildRollups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The plan of the Cloudflare account, `PLAN` in `wrangler.toml`. Limits and prices are Cloudflare's of 2026-11, for D1. */
        AccountPlan: "free" | "paid";
        /** @description What is told beside every answer. */
        ActiveUsersAnswer: {
            points: components["schemas"]["ActivityDay"][];
            total: components["schemas"]["ActivityTotal"];
            previous?: components["schemas"]["Activity"];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        Activity: {
            points: components["schemas"]["ActivityDay"][];
            total: components["schemas"]["ActivityTotal"];
        };
        ActivityDay: {
            date: string;
            daily: number;
            weekly: number;
            monthly: number;
            stickiness: number | null;
            new: number;
            returning: number;
        };
        ActivityTotal: {
            people: number;
            new: number;
            returning: number;
        };
        /** @description What reading chunks cost, and where they came from. */
        AnswerMeta: {
            /** @description Rows that D1 counts, and bills, as read. */
            rows_read: number;
            /** @description Milliseconds within the database. */
            milliseconds: number;
            /** @description Hours that were read from their columns. */
            folded_hours: number;
            /** @description Those of them that this isolate had in memory. */
            kept_hours: number;
            /** @description Hours with events that were read from the log, all or in part. */
            live_hours: number;
            /** @description Events that were read from the log. */
            live_events: number;
            rollups: string;
        };
        /** @description From when to when was counted. There is no beginning when the question leaves it open and there are no events. */
        AnswerRange: {
            from: number | null;
            to: number;
        };
        AuditItem: {
            seq: number;
            at: number;
            at_iso: string;
            action: string;
            /** @description Null: the clock, or who owns the deployment. */
            key_id: string | null;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description A page of the audit, newest first. */
        AuditList: {
            items: components["schemas"]["AuditItem"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        /** @description A line that is no event. */
        BadLine: {
            /** @description Its number in the request, from 1. */
            line: number;
            /** @description The event's id, when it was readable. */
            id?: string;
            /** @description The stable code of what is wrong. */
            code: string;
            /** @description The field at fault. */
            field?: string;
            /** @description A sentence for people. */
            detail: string;
        };
        /** @description Up to 500 events in at most 1048576 bytes. */
        Batch: {
            /**
             * @description The version of this form.
             * @enum {unknown}
             */
            schema?: 1 | null;
            /** @description Known again when the batch is sent again. */
            batch_id?: string | null;
            /** @description The key, for who cannot set a header. */
            write_key?: string | null;
            /** @description When the batch was made, by the sender's clock. */
            sealed_at?: number | null;
            /** @description `true`: the sender has not seen the server's clock yet. */
            clock_unproved?: unknown;
            /** @description Who numbers the events, such as a page load. With it there is an account of delivery. */
            instance_id?: string | null;
            /** @description How many events this instance has tracked so far. */
            tracked?: number | null;
            /** @description What holds for all events that do not say it themselves. */
            context?: {
                /** @description The visit. */
                session_id?: string | null;
                /** @description The browser. */
                visitor_id?: string | null;
                /** @description The user. */
                user_id?: string | null;
                device?: {
                    /** @description `desktop`, `mobile`, `tablet` */
                    type?: string | null;
                    /** @description Without a version. */
                    os?: string | null;
                    /** @description Without a version. */
                    browser?: string | null;
                    /** @description `1920x1080` */
                    screen?: string | null;
                    /** @description `de-AT` */
                    language?: string | null;
                    /** @description `Europe/Vienna` */
                    timezone?: string | null;
                } | null;
            };
            /** @description What the sender gave up. */
            dropped?: {
                reason: string;
                level?: components["schemas"]["Level"] | null;
                count: number;
            }[] | null;
            /** @description What the sender costs its page; at most 1024 bytes. */
            overhead?: Record<string, never> | null;
            events: (components["schemas"]["NewEvent"] | unknown)[];
        };
        /** @description An answer, and what trackers are told beside it: so a change reaches open pages with their next batch. */
        BatchAnswer: {
            /** @description The batch's own id, when it had one. */
            batch_id: string | null;
            /** @description The server's clock, in milliseconds since the epoch. */
            server_time: number;
            /** @description Events stored now. */
            accepted: number;
            /** @description Events stored before. */
            duplicate: number;
            /** @description Events refused. */
            rejected: number;
            /** @description Events to send again later. */
            limited: number;
            /** @description One line for each event that was not accepted, in order. */
            verdicts: components["schemas"]["VerdictLine"][];
            /** @description One line for each event that was stored although the tracking plan says otherwise, where the plan wants that to be told. */
            warnings?: components["schemas"]["Warning"][];
            config: components["schemas"]["ConfigTold"];
        };
        /** @description What a month costs beyond the plan's own price, in US dollars. */
        Bill: {
            /** @description Rows read. */
            rows_read: number;
            /** @description Rows written. */
            rows_written: number;
            /** @description Storage. */
            storage: number;
            /** @description All of it. */
            total: number;
        };
        /** @description What is told beside every answer. */
        BreakdownAnswer: {
            total: components["schemas"]["Counts"];
            breakdowns: components["schemas"]["BreakdownList"][];
            previous?: components["schemas"]["BreakdownPrevious"];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        /** @description What is counted of any set of events. */
        BreakdownItem: {
            value: string | null;
            events: number;
            users: number;
            visitors: number;
            sessions: number;
            page_views: number;
            /** @description Of the total, in what is sorted by; `None` when that is 0. */
            share: number | null;
            previous?: components["schemas"]["Counts"];
        };
        BreakdownList: {
            by: string;
            distinct: number;
            items: components["schemas"]["BreakdownItem"][];
        };
        BreakdownPrevious: {
            total: components["schemas"]["Counts"];
        };
        /** @description A stretch of time that events are counted by, in UTC. */
        Bucket: "hour" | "day";
        /** @description The events of a day. */
        BusiestDay: {
            date: string;
            events: number;
        };
        Causality: {
            root: string;
            nodes: components["schemas"]["CausalityNode"][];
            edges: components["schemas"]["CausalityEdge"][];
            missing: string[];
            truncated: boolean;
        };
        CausalityActor: {
            type: string;
            id?: string;
            name?: string;
        };
        /** @description From a cause to its effect. */
        CausalityEdge: {
            from: string;
            to: string;
        };
        /** @description An event as the graph shows it. */
        CausalityNode: {
            id: string;
            type: string;
            level: components["schemas"]["Level"];
            occurred_at: number;
            occurred_at_iso: string;
            summary?: string;
            stream_id?: string;
            step?: number;
            actor: components["schemas"]["CausalityActor"];
            /** @description Steps from the event asked for, its causes before zero. */
            depth: number;
        };
        /** @description What a cleanup did, or would have done. */
        Cleaned: {
            older_than: number;
            older_than_iso: string;
            days: number;
            dry_run: boolean;
            matched: number;
            deleted: number;
            /** @description Rejected events of that time that went. */
            rejected: number;
        };
        /** @description The people who first came in one period. */
        Cohort: {
            start: number;
            start_iso: string;
            people: number;
            retained: number[];
            rates: (number | null)[];
        };
        /** @description Every member may be left out or null; it is at its default then. */
        Config: {
            /** @default true */
            enabled?: boolean | null;
            canary?: {
                share?: number | null;
                streams?: string[] | null;
            } | null;
            min_level?: components["schemas"]["Level"] | null;
            sampling?: {
                types?: {
                    [key: string]: number | null;
                } | null;
                levels?: {
                    detail?: number | null;
                    state?: number | null;
                    action?: number | null;
                    decision?: number | null;
                    milestone?: number | null;
                } | null;
            } | null;
            flush_at?: number | null;
            flush_interval_ms?: number | null;
            autocapture?: {
                [key: string]: boolean | null;
            } | null;
            cookieless?: boolean | null;
            retention_days?: number | null;
        };
        ConfigAnswer: {
            version: number;
            updated_at: number | null;
            config: components["schemas"]["ConfigShown"];
        };
        ConfigCanary: {
            share?: components["schemas"]["Share"];
            streams?: string[];
        };
        ConfigSampling: {
            types?: {
                [key: string]: components["schemas"]["Share"];
            };
            levels?: {
                [key: string]: components["schemas"]["Share"];
            };
        };
        /** @description `Told`, and what only the Worker does. */
        ConfigShown: {
            enabled?: boolean;
            canary?: components["schemas"]["ConfigCanary"];
            min_level?: components["schemas"]["Level"];
            sampling?: components["schemas"]["ConfigSampling"];
            flush_at?: number;
            flush_interval_ms?: number;
            autocapture?: {
                [key: string]: boolean;
            };
            redact?: string[];
            retention_days?: number;
            cookieless?: boolean;
        };
        ConfigTold: {
            enabled?: boolean;
            canary?: components["schemas"]["ConfigCanary"];
            min_level?: components["schemas"]["Level"];
            sampling?: components["schemas"]["ConfigSampling"];
            flush_at?: number;
            flush_interval_ms?: number;
            autocapture?: {
                [key: string]: boolean;
            };
            redact?: string[];
        };
        /** @description What Trailmark asked of D1, and what that costs. */
        Cost: {
            plan: components["schemas"]["AccountPlan"];
            range: components["schemas"]["CostRange"];
            quotas: components["schemas"]["Quotas"];
            total: components["schemas"]["CostFigures"];
            month: components["schemas"]["CostMonth"];
            endpoints: components["schemas"]["EndpointCost"][];
            days: components["schemas"]["CostDay"][];
        };
        /** @description What was asked of D1. */
        CostDay: {
            date: string;
            /** @description Requests that were answered. */
            requests: number;
            /** @description Rows that D1 counted as read. */
            rows_read: number;
            /** @description Rows that D1 counted as written. */
            rows_written: number;
            /** @description Events that were stored. */
            events: number;
            rows_written_per_event: number | null;
            share: components["schemas"]["CostShare"];
            endpoints: components["schemas"]["EndpointCost"][];
        };
        /** @description What was asked of D1. */
        CostFigures: {
            /** @description Requests that were answered. */
            requests: number;
            /** @description Rows that D1 counted as read. */
            rows_read: number;
            /** @description Rows that D1 counted as written. */
            rows_written: number;
            /** @description Events that were stored. */
            events: number;
            rows_written_per_event: number | null;
        };
        CostMonth: {
            rows_read: number;
            rows_written: number;
            storage_bytes: number;
            usd: components["schemas"]["Bill"];
        };
        CostRange: {
            from: number;
            to: number;
        };
        /** @description Parts of what the plan includes for a day. */
        CostShare: {
            rows_read: number;
            rows_written: number;
        };
        /** @description What is counted of any set of events. */
        Counts: {
            events: number;
            users: number;
            visitors: number;
            sessions: number;
            page_views: number;
        };
        /** @description Counts by name, the highest first and equal ones by name. A JSON object in that order. */
        CountsByName: {
            [key: string]: number;
        };
        DayCount: {
            date: string;
            count: number;
        };
        /** @description What a deletion did, or would have done. */
        Deleted: {
            dry_run: boolean;
            matched: number;
            deleted: number;
            /** @description What is left to delete: call again. */
            remaining: number;
            first: number | null;
            first_iso: string | null;
            last: number | null;
            last_iso: string | null;
            by_type: {
                [key: string]: number;
            };
        };
        /** @description The answer: the total, and the same for each day on which an instance began. */
        Delivery: {
            tracked: number;
            stored: number;
            rejected: number;
            dropped: components["schemas"]["DroppedEvents"];
            outstanding: number;
            duplicates_refused: number;
            capture_rate: number | null;
            instances: number;
            batches: number;
            overhead: components["schemas"]["OverheadSummary"];
            days: components["schemas"]["DeliveryDay"][];
            range: components["schemas"]["DeliveryRange"];
            meta: components["schemas"]["ReadCost"];
        };
        /** @description tracked = stored + rejected + dropped + outstanding. */
        DeliveryDay: {
            date: string;
            tracked: number;
            stored: number;
            rejected: number;
            dropped: components["schemas"]["DroppedEvents"];
            outstanding: number;
            duplicates_refused: number;
            capture_rate: number | null;
            instances: number;
            batches: number;
            overhead: components["schemas"]["OverheadSummary"];
        };
        DeliveryRange: {
            from: number | null;
            to: number;
        };
        DroppedEvents: {
            total: number;
            by_reason: {
                [key: string]: number;
            };
            by_reason_and_level: {
                [key: string]: {
                    [key: string]: number;
                };
            };
        };
        /** @description What was asked of D1. */
        EndpointCost: {
            endpoint: string;
            /** @description Requests that were answered. */
            requests: number;
            /** @description Rows that D1 counted as read. */
            rows_read: number;
            /** @description Rows that D1 counted as written. */
            rows_written: number;
            /** @description Events that were stored. */
            events: number;
            rows_written_per_event: number | null;
        };
        /** @description What an erasure did, or would have done. */
        Erased: {
            dry_run: boolean;
            matched: number;
            deleted: number;
            /** @description What is left to delete: call again. */
            remaining: number;
            first: number | null;
            first_iso: string | null;
            last: number | null;
            last_iso: string | null;
            by_type: {
                [key: string]: number;
            };
            visitors: number;
            replaced: number;
            rejected: number;
            /** @description False in a dry run, as long as something remains, and for a database that is too large for it. */
            overwritten: boolean;
        };
        /** @description An event as it is stored and shown. What it has not is left out. */
        Event: {
            /** @description Unique among the events of its millisecond. */
            id: string;
            /** @description What happened. */
            type: string;
            /** @description The thing concerned. */
            category: string;
            /** @description What became of it. */
            action: string;
            level: components["schemas"]["Level"];
            /** @description When it happened, in milliseconds since the epoch. */
            occurred_at: number;
            /** @description The same, RFC 3339 in UTC. */
            occurred_at_iso: string;
            /** @description When the server took it. */
            received_at: number;
            /** @description Its number in its instance of the tracker. */
            seq?: number;
            instance_id?: string;
            user_id?: string;
            visitor_id?: string;
            session_id?: string;
            /** @description Who did it. */
            actor: {
                type: string;
                id?: string;
                name?: string;
            };
            /** @description What it was done to. */
            entity?: {
                type?: string;
                id?: string;
                title?: string;
            };
            /** @description The run or conversation that it belongs to. */
            stream_id?: string;
            /** @description Its turn within the stream. */
            step?: number;
            correlation_id?: string;
            /** @description Ids of events that it follows from. */
            caused_by?: string[];
            /** @description The caller's own record. */
            ref?: string;
            /** @description One line for people. */
            summary?: string;
            duration_ms?: number;
            page?: {
                path?: string;
                title?: string;
                referrer?: string;
                /** @description `source`, `medium`, `campaign`, `term`, `content`. */
                utm?: {
                    [key: string]: string;
                };
                click_id?: string;
            };
            device?: {
                type?: string;
                os?: string;
                browser?: string;
                screen?: string;
                language?: string;
                timezone?: string;
            };
            /** @description ISO 3166-1, two letters. */
            country?: string;
            region?: string;
            city?: string;
            /** @description The data centre that took it. */
            colo?: string;
            /** @description Whether a program sent it. */
            bot?: boolean;
            /** @description The caller's own data. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Circumstances. */
            context?: {
                [key: string]: unknown;
            };
            /** @description The first thing of it that is not as planned. */
            plan_fault?: {
                code: string;
                field: string;
            };
        };
        /** @description A page of events. */
        EventList: {
            items: components["schemas"]["Event"][];
            /** @description How many events the filter matches, on all pages together. */
            total: number;
            has_more: boolean;
            next_cursor: string | null;
        };
        Feature: {
            category: string | null;
            events: number;
            users: number;
            visitors: number;
        };
        /** @description What a deletion of rejected events did, or would have done. */
        Forgotten: {
            dry_run: boolean;
            matched: number;
            deleted: number;
        };
        /** @description The funnel of all people, or of those of one value. */
        Funnel: {
            people: number;
            /** @description Those who reached the last step. */
            converted: number;
            conversion: number | null;
            steps: components["schemas"]["FunnelStep"][];
        };
        /** @description What is told beside every answer. */
        FunnelAnswer: {
            people: number;
            /** @description Those who reached the last step. */
            converted: number;
            conversion: number | null;
            steps: components["schemas"]["FunnelStep"][];
            series?: components["schemas"]["FunnelSeries"][];
            previous?: components["schemas"]["Funnel"];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        /** @description A funnel by a dimension, one of its values. */
        FunnelSeries: {
            value: string | null;
            steps: components["schemas"]["FunnelStep"][];
        };
        /** @description A step, and who reached it. */
        FunnelStep: {
            /** @description As it was asked for. */
            step: string;
            people: number;
            /** @description Of those who took step 1. */
            conversion: number | null;
            /** @description Of those who took the step before. */
            from_previous: number | null;
            /** @description From step 1 to this step. */
            median_ms: number | null;
            p90_ms: number | null;
        };
        Health: {
            status: string;
            version: string;
            database: string;
            /** @description `ok` or `none`. */
            keys: string;
            /** @description What to do, where something is to be done. */
            detail?: string;
            /** @description Null where nothing is held back. */
            quota: components["schemas"]["QuotaLoad"] | null;
            /** @description `ok`, or `missing` where the deployment has no limiters and everybody may send as much as they like. */
            rate_limits: string;
            /** @description By which a page or a program can tell whether its clock is right, in milliseconds since the epoch. */
            server_time: number;
        };
        /** @description How many durations lie from one length up to, and without, another. */
        HistogramBar: {
            from_ms: number;
            to_ms: number;
            count: number;
        };
        /** @description What became of the lines of an import. */
        Imported: {
            /** @description Lines that should be events. */
            lines: number;
            /** @description Stored now. */
            accepted: number;
            /** @description Stored before, or earlier in the same request. */
            duplicate: number;
            /** @description Refused. */
            rejected: number;
            /** @description The first of the refused. */
            bad_lines: components["schemas"]["BadLine"][];
        };
        /** @description An event as an export writes it: a line of NDJSON each. Its `id` must be there. */
        ImportedEvent: components["schemas"]["Event"];
        KeyChange: {
            /** @description What people call it. */
            label?: string | null;
            /** @description The origins whose pages may use it; null is any. */
            origins?: string[] | null;
            /** @description From when on it is worth nothing; still to come. */
            expires_at?: number | null;
        };
        /** @description A key as those see it who administer its project. Its text is not known, and its hash is nobody's business. */
        KeyItem: {
            /** @description Its public name. */
            id: string;
            /** @description What it may be used for. */
            kind: components["schemas"]["KeyKind"];
            /** @description What people call it. */
            label: string | null;
            /** @description The origins that it is bound to; `None` is any. */
            origins: string[] | null;
            /** @description When it was made, in milliseconds since the epoch, as all times here. */
            created_at: number;
            /** @description From when on it is worth nothing. */
            expires_at: number | null;
            /** @description When it was taken back. */
            revoked_at: number | null;
            /** @description The beginning of the hour in which it was used last. */
            last_used_at: number | null;
            /** @description The key that was made in its place. */
            replaced_by: string | null;
            /** @description Whether it works. */
            state: components["schemas"]["KeyState"];
        };
        /** @description What a key may be used for. */
        KeyKind: "write" | "server" | "read" | "admin";
        /** @description Whether a key works. */
        KeyState: "active" | "expiring" | "expired" | "revoked";
        /** @description The keys of a project. */
        Keys: {
            items: components["schemas"]["KeyItem"][];
        };
        /** @description How much an event matters, from `detail` to `milestone`. Ordered: when room is short the lowest goes first. */
        Level: "detail" | "state" | "action" | "decision" | "milestone";
        /** @description What is told beside every answer. */
        LiveAnswer: {
            now: components["schemas"]["LiveNow"];
            minutes: components["schemas"]["LiveMinute"][];
            pages: components["schemas"]["LiveItem"][];
            types: components["schemas"]["LiveItem"][];
            countries: components["schemas"]["LiveItem"][];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        LiveItem: {
            value: string | null;
            events: number;
            people: number;
        };
        LiveMinute: {
            start: number;
            start_iso: string;
            events: number;
            people: number;
        };
        LiveNow: {
            people: number;
            visitors: number;
            users: number;
            sessions: number;
        };
        /** @description A key, and this once its text. */
        Made: {
            /** @description Its public name. */
            id: string;
            /** @description What it may be used for. */
            kind: components["schemas"]["KeyKind"];
            /** @description What people call it. */
            label: string | null;
            /** @description The origins that it is bound to; `None` is any. */
            origins: string[] | null;
            /** @description When it was made, in milliseconds since the epoch, as all times here. */
            created_at: number;
            /** @description From when on it is worth nothing. */
            expires_at: number | null;
            /** @description When it was taken back. */
            revoked_at: number | null;
            /** @description The beginning of the hour in which it was used last. */
            last_used_at: number | null;
            /** @description The key that was made in its place. */
            replaced_by: string | null;
            /** @description Whether it works. */
            state: components["schemas"]["KeyState"];
            /** @description What its holder presents. It is kept nowhere. */
            key: string;
        };
        NewEvent: {
            /** @description Makes the event known when it is sent again. UUIDv7 and ULID carry its time. */
            id?: string | null;
            /** @description What happened, such as `task_completed`. */
            type: string;
            /** @description The thing concerned. Else the first part of the type, or what the plan says. */
            category?: string | null;
            /** @description What became of it. Else the last part of the type, or what the plan says. */
            action?: string | null;
            /** @default action */
            level?: components["schemas"]["Level"] | null;
            /** @description Milliseconds since the epoch. Else the time in the id, or the server's. */
            occurred_at?: number | null;
            /** @description Its number in its instance. */
            seq?: number | null;
            /** @description The user whom it concerns. */
            user_id?: string | null;
            /** @description The browser that it came from. */
            visitor_id?: string | null;
            /** @description The visit that it is part of. */
            session_id?: string | null;
            /** @description Who did it. With a write key: `user` and `anonymous` only. */
            actor?: {
                type: string;
                /** @description Your own id. */
                id?: string | null;
                /** @description For people. */
                name?: string | null;
            } | null;
            /** @description What it was done to. */
            entity?: {
                type: string;
                /** @description Your own id. */
                id?: string | null;
                /** @description For people. */
                title?: string | null;
            } | null;
            /** @description The run or conversation that it belongs to. */
            stream_id?: string | null;
            /** @description Its turn within the stream. */
            step?: number | null;
            /** @description Groups the events of one interaction. */
            correlation_id?: string | null;
            /** @description Ids of earlier events that it follows from. */
            caused_by?: string | (string[] | null);
            /** @description Your own record that it belongs to. */
            ref?: string | null;
            /** @description One line for people. */
            summary?: string | null;
            duration_ms?: number | null;
            page?: {
                /** @description Without the query. */
                path?: string | null;
                /** @description The document's. */
                title?: string | null;
                /** @description Where the visitor came from. */
                referrer?: string | null;
                utm?: {
                    /** @description `utm_source` */
                    source?: string | null;
                    /** @description `utm_medium` */
                    medium?: string | null;
                    /** @description `utm_campaign` */
                    campaign?: string | null;
                    /** @description `utm_term` */
                    term?: string | null;
                    /** @description `utm_content` */
                    content?: string | null;
                } | null;
                /** @description The name of an advertiser's click id, never its value. */
                click_id?: string | null;
            } | null;
            /** @description Your own data, clamped to 8192 bytes. */
            metadata?: Record<string, never> | null;
            /** @description Circumstances, clamped to 4096 bytes. */
            context?: Record<string, never> | null;
        };
        /** @description The tracker's own time in the page. */
        OverheadSummary: {
            /** @description Sampled calls of `track()`. */
            samples: number;
            /** @description The bound below which half of them stayed; null when that is above the last bound, or there is no sample. */
            p50_us: number | null;
            /** @description The bound below which 99 of 100 stayed, likewise. */
            p99_us: number | null;
            /** @description All main-thread time, sending included, for each stored event of the instances that measure it. */
            mean_us: number | null;
            bounds_us: number[];
            /** @description The samples below each bound and not below the one before it; the last count is of those above all bounds. */
            counts: number[];
        };
        Overview: {
            total_events: number;
            unique_users: number;
            unique_visitors: number;
            sessions: number;
            page_views: number;
            events_by_category: components["schemas"]["CountsByName"];
            events_by_type: components["schemas"]["CountsByName"];
            events_by_action: components["schemas"]["CountsByName"];
            events_by_level: components["schemas"]["CountsByName"];
            events_by_device: components["schemas"]["CountsByName"];
            events_over_time: components["schemas"]["OverviewSeries"];
            most_active_day: components["schemas"]["DayCount"] | null;
            most_common_action: string | null;
            average_duration_ms: number | null;
            range: components["schemas"]["OverviewRange"];
        };
        OverviewPoint: {
            start: number;
            start_iso: string;
            count: number;
        };
        /** @description From when to when was counted: as asked, or else from the first event to now. */
        OverviewRange: {
            from: number | null;
            to: number;
        };
        OverviewSeries: {
            bucket: components["schemas"]["Bucket"];
            points: components["schemas"]["OverviewPoint"][];
        };
        /** @description The key that asks. */
        OwnKey: {
            /** @description Its public name. */
            id: string;
            /** @description What it may be used for. */
            kind: components["schemas"]["KeyKind"];
        };
        /** @description Sessions that began or ended at a path. */
        PathCount: {
            path: string | null;
            sessions: number;
        };
        /** @description How many sessions go from a node of the column `depth` to one of the next. */
        PathLink: {
            depth: number;
            source: string;
            target: string;
            sessions: number;
        };
        /** @description How many sessions are at a node in a column. */
        PathNode: {
            depth: number;
            value: string;
            sessions: number;
        };
        /** @description What is told beside every answer. */
        PathsAnswer: {
            sessions: number;
            links: components["schemas"]["PathLink"][];
            nodes: components["schemas"]["PathNode"][];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        /** @description What is told beside every answer. */
        PatternsAnswer: {
            heatmap: number[][];
            peak_hours: components["schemas"]["PeakHour"][];
            busiest_day: components["schemas"]["BusiestDay"] | null;
            mean_duration_ms: components["schemas"]["TypeMean"][];
            features: components["schemas"]["Feature"][];
            sequences: components["schemas"]["Sequence"][];
            previous?: components["schemas"]["PatternsFound"];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        PatternsFound: {
            heatmap: number[][];
            peak_hours: components["schemas"]["PeakHour"][];
            busiest_day: components["schemas"]["BusiestDay"] | null;
            mean_duration_ms: components["schemas"]["TypeMean"][];
            features: components["schemas"]["Feature"][];
            sequences: components["schemas"]["Sequence"][];
        };
        /** @description The events of an hour of the week. */
        PeakHour: {
            /** @description 0 is Monday. */
            weekday: number;
            hour: number;
            events: number;
        };
        /** @description A plan, and which version it is. */
        PlanAnswer: {
            version: number;
            created_at: number | null;
            plan: unknown;
        };
        /** @description One difference of two plans. */
        PlanChange: {
            /** @description The stable code. */
            code: string;
            /** @description Where, such as `events.task_completed.properties.priority.enum`. */
            place: string;
            /** @description What became of it, for people; it follows the place. */
            detail: string;
            /** @description Whether a writer that was right may be wrong now, or a reader may not find what it found. */
            breaking: boolean;
        };
        /** @description What a new plan changes. */
        PlanPut: {
            version: number;
            created_at: number | null;
            changes: components["schemas"]["PlanChange"][];
        };
        PlanVersion: {
            version: number;
            created_at: number | null;
            mode: string;
            events: number;
        };
        /** @description The versions of a plan, newest first. */
        PlanVersions: {
            items: components["schemas"]["PlanVersion"][];
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            field?: string;
        };
        /** @description A project as its own keys see it. */
        ProjectRow: {
            id: number;
            slug: string;
            name: string;
            created_at: number;
        };
        /** @description The day's written rows, in relation to how many there may be. */
        QuotaLoad: {
            /** @description What it comes to. */
            state: components["schemas"]["QuotaState"];
            /** @description 1 is all of it. A lower bound, since it lacks what other isolates have not told yet. */
            share: number;
        };
        /** @description How near the quota is. */
        QuotaState: "ok" | "near" | "over";
        /** @description How much a plan includes. */
        Quotas: {
            /** @description The time that the two counts are for. */
            per: string;
            /** @description Rows read. */
            rows_read: number;
            /** @description Rows written. */
            rows_written: number;
            /** @description Bytes stored. */
            storage_bytes: number;
        };
        /** @description What reading chunks cost, and where they came from. */
        ReadCost: {
            /** @description Rows that D1 counts, and bills, as read. */
            rows_read: number;
            /** @description Milliseconds within the database. */
            milliseconds: number;
            /** @description Hours that were read from their columns. */
            folded_hours: number;
            /** @description Those of them that this isolate had in memory. */
            kept_hours: number;
            /** @description Hours with events that were read from the log, all or in part. */
            live_hours: number;
            /** @description Events that were read from the log. */
            live_events: number;
        };
        /** @description Recent events, newest first. */
        RecentList: {
            items: components["schemas"]["Event"][];
        };
        /** @description How many were rejected for a reason. */
        RejectedCount: {
            code: string;
            type: string | null;
            count: number;
        };
        /** @description A rejected event as answers show it. */
        RejectedItem: {
            id: string;
            rejected_at: number;
            rejected_at_iso: string;
            times: number;
            type: string | null;
            event_id: string | null;
            code: string;
            field: string | null;
            detail: string;
            plan_version: number;
            arrival: unknown;
            event: unknown;
        };
        /** @description A page of rejected events. */
        RejectedList: {
            items: components["schemas"]["RejectedItem"][];
            total: number;
            counts: components["schemas"]["RejectedCount"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        /** @description What became of rejected events that were judged anew. */
        Replayed: {
            dry_run: boolean;
            replayed: number;
            accepted: number;
            duplicate: number;
            rejected: number;
            limited: number;
            /** @description Events behind these that the question is about too. */
            remaining: number;
            /** @description Where to go on. */
            next_cursor: string | null;
            verdicts: components["schemas"]["ReplayedLine"][];
        };
        /** @description The verdict on one of them that was not simply accepted. */
        ReplayedLine: {
            rejected_id: string;
            /** @description The event's place in the request, from 0. */
            index: number;
            /** @description The event's id, when it had a readable one. */
            id: string | null;
            /** @description What became of it. */
            verdict: components["schemas"]["Verdict"];
            /** @description The stable code of a rejection or a limit. */
            code?: string;
            /** @description The field that was at fault. */
            field?: string;
            /** @description A sentence for people. */
            detail?: string;
        };
        /** @description What is told beside every answer. */
        RetentionAnswer: {
            interval: string;
            cohorts: components["schemas"]["Cohort"][];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        /** @description What one call folded. */
        RollupsFolded: {
            /** @description Hours. */
            folded: number;
            events: number;
            /** @description Hours that are still to be folded. */
            remaining: number;
        };
        /** @description Hours that will be folded anew. */
        RollupsMarked: {
            marked: number;
        };
        /** @description The state of roll-ups. */
        RollupsStatus: {
            /** @description Hours before this are closed. */
            closed_until: number | null;
            closed_until_iso: string | null;
            /** @description Closed hours with events. */
            hours: number;
            /** @description Those of them that are to be folded. */
            stale: number;
            events: number;
            /** @description The length of their columns. */
            bytes: number;
        };
        Rotation: {
            /** @default 24 */
            overlap_hours?: number | null;
        };
        /** @description Three types, one after the other, and how many sessions have them. */
        Sequence: {
            types: (string | null)[];
            sessions: number;
        };
        /** @description Who is logged in; if nobody is, all is null. */
        Session: {
            project: components["schemas"]["ProjectRow"] | null;
            key: components["schemas"]["SessionKey"] | null;
            /** @description Unless it is renewed by then. */
            expires_at: number | null;
        };
        /** @description What is told beside every answer. */
        SessionAnswer: {
            session: components["schemas"]["SessionItem"];
            events: components["schemas"]["TimedEvent"][];
            has_more: boolean;
            next_cursor: string | null;
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        /** @description A session as lists show it. */
        SessionItem: {
            session_id: string;
            visitor_id: string | null;
            user_id: string | null;
            start: number;
            start_iso: string;
            end: number;
            end_iso: string;
            duration_ms: number;
            events: number;
            page_views: number;
            entry_page: string | null;
            exit_page: string | null;
            device: string | null;
            os: string | null;
            browser: string | null;
            country: string | null;
            source: string | null;
            channel: string;
        };
        /** @description The key that the login stands for. */
        SessionKey: {
            id: string;
            kind: components["schemas"]["KeyKind"];
        };
        /** @description What sessions are together. */
        SessionTotals: {
            sessions: number;
            visitors: number;
            users: number;
            /** @description Sessions of one event. */
            bounces: number;
            bounce_rate: number | null;
            mean_duration_ms: number | null;
            events_per_session: number | null;
            pages_per_session: number | null;
        };
        /** @description What is told beside every answer. */
        SessionsAnswer: {
            total: components["schemas"]["SessionTotals"];
            entry_pages: components["schemas"]["PathCount"][];
            exit_pages: components["schemas"]["PathCount"][];
            /** @description The page of the list. */
            items: components["schemas"]["SessionItem"][];
            has_more: boolean;
            next_cursor: string | null;
            previous?: components["schemas"]["SessionsPrevious"];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        SessionsPrevious: {
            total: components["schemas"]["SessionTotals"];
        };
        /** @description A part of all sessions, in ten-thousandths: there are as many lots, so a finer share would be none. */
        Share: number;
        /** @description The project that a key opens. */
        Shown: {
            id: number;
            slug: string;
            name: string;
            created_at: number;
            /** @description The key that asks. */
            key: components["schemas"]["OwnKey"];
        };
        SingleEvent: {
            /** @description Makes the event known when it is sent again. UUIDv7 and ULID carry its time. */
            id?: string | null;
            /** @description What happened, such as `task_completed`. */
            type: string;
            /** @description The thing concerned. Else the first part of the type, or what the plan says. */
            category?: string | null;
            /** @description What became of it. Else the last part of the type, or what the plan says. */
            action?: string | null;
            /** @default action */
            level?: components["schemas"]["Level"] | null;
            /** @description Milliseconds since the epoch. Else the time in the id, or the server's. */
            occurred_at?: number | null;
            /** @description Its number in its instance. */
            seq?: number | null;
            /** @description The user whom it concerns. */
            user_id?: string | null;
            /** @description The browser that it came from. */
            visitor_id?: string | null;
            /** @description The visit that it is part of. */
            session_id?: string | null;
            /** @description Who did it. With a write key: `user` and `anonymous` only. */
            actor?: {
                type: string;
                /** @description Your own id. */
                id?: string | null;
                /** @description For people. */
                name?: string | null;
            } | null;
            /** @description What it was done to. */
            entity?: {
                type: string;
                /** @description Your own id. */
                id?: string | null;
                /** @description For people. */
                title?: string | null;
            } | null;
            /** @description The run or conversation that it belongs to. */
            stream_id?: string | null;
            /** @description Its turn within the stream. */
            step?: number | null;
            /** @description Groups the events of one interaction. */
            correlation_id?: string | null;
            /** @description Ids of earlier events that it follows from. */
            caused_by?: string | (string[] | null);
            /** @description Your own record that it belongs to. */
            ref?: string | null;
            /** @description One line for people. */
            summary?: string | null;
            duration_ms?: number | null;
            page?: {
                /** @description Without the query. */
                path?: string | null;
                /** @description The document's. */
                title?: string | null;
                /** @description Where the visitor came from. */
                referrer?: string | null;
                utm?: {
                    /** @description `utm_source` */
                    source?: string | null;
                    /** @description `utm_medium` */
                    medium?: string | null;
                    /** @description `utm_campaign` */
                    campaign?: string | null;
                    /** @description `utm_term` */
                    term?: string | null;
                    /** @description `utm_content` */
                    content?: string | null;
                } | null;
                /** @description The name of an advertiser's click id, never its value. */
                click_id?: string | null;
            } | null;
            /** @description Your own data, clamped to 8192 bytes. */
            metadata?: Record<string, never> | null;
            /** @description Circumstances, clamped to 4096 bytes. */
            context?: Record<string, never> | null;
            /** @description The key, for who cannot set a header. */
            write_key?: string | null;
        };
        /** @description A stream, as its matching events in the range tell of it. */
        StreamItem: {
            stream_id: string;
            first_at: number;
            first_at_iso: string;
            last_at: number;
            last_at_iso: string;
            duration_ms: number;
            events: number;
            levels: {
                [key: string]: number;
            };
            first_step: number | null;
            last_step: number | null;
            users: number;
            actors: number;
        };
        /** @description What is told beside every answer. */
        StreamsAnswer: {
            items: components["schemas"]["StreamItem"][];
            /** @description On all pages together. */
            total: number;
            has_more: boolean;
            next_cursor: string | null;
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        /** @description An event, and how long it came after others. */
        TimedEvent: {
            /** @description Unique among the events of its millisecond. */
            id: string;
            /** @description What happened. */
            type: string;
            /** @description The thing concerned. */
            category: string;
            /** @description What became of it. */
            action: string;
            level: components["schemas"]["Level"];
            /** @description When it happened, in milliseconds since the epoch. */
            occurred_at: number;
            /** @description The same, RFC 3339 in UTC. */
            occurred_at_iso: string;
            /** @description When the server took it. */
            received_at: number;
            /** @description Its number in its instance of the tracker. */
            seq?: number;
            instance_id?: string;
            user_id?: string;
            visitor_id?: string;
            session_id?: string;
            /** @description Who did it. */
            actor: {
                type: string;
                id?: string;
                name?: string;
            };
            /** @description What it was done to. */
            entity?: {
                type?: string;
                id?: string;
                title?: string;
            };
            /** @description The run or conversation that it belongs to. */
            stream_id?: string;
            /** @description Its turn within the stream. */
            step?: number;
            correlation_id?: string;
            /** @description Ids of events that it follows from. */
            caused_by?: string[];
            /** @description The caller's own record. */
            ref?: string;
            /** @description One line for people. */
            summary?: string;
            duration_ms?: number;
            page?: {
                path?: string;
                title?: string;
                referrer?: string;
                /** @description `source`, `medium`, `campaign`, `term`, `content`. */
                utm?: {
                    [key: string]: string;
                };
                click_id?: string;
            };
            device?: {
                type?: string;
                os?: string;
                browser?: string;
                screen?: string;
                language?: string;
                timezone?: string;
            };
            /** @description ISO 3166-1, two letters. */
            country?: string;
            region?: string;
            city?: string;
            /** @description The data centre that took it. */
            colo?: string;
            /** @description Whether a program sent it. */
            bot?: boolean;
            /** @description The caller's own data. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Circumstances. */
            context?: {
                [key: string]: unknown;
            };
            /** @description The first thing of it that is not as planned. */
            plan_fault?: {
                code: string;
                field: string;
            };
            /** @description After the event before it. */
            gap_ms: number | null;
            /** @description After the session's first. */
            offset_ms: number;
        };
        /** @description What is told beside every answer. */
        TimeseriesAnswer: {
            interval: string;
            total: components["schemas"]["Counts"];
            points: components["schemas"]["TimeseriesPoint"][];
            series?: components["schemas"]["TimeseriesSeries"][];
            previous?: components["schemas"]["TimeseriesPrevious"];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        /** @description What is counted of any set of events. */
        TimeseriesPoint: {
            start: number;
            start_iso: string;
            events: number;
            users: number;
            visitors: number;
            sessions: number;
            page_views: number;
        };
        TimeseriesPrevious: {
            total: components["schemas"]["Counts"];
            points: components["schemas"]["TimeseriesPoint"][];
        };
        TimeseriesSeries: {
            value: string | null;
            total: components["schemas"]["Counts"];
            points: components["schemas"]["TimeseriesPoint"][];
        };
        /** @description What an answer says of durations. */
        Timing: {
            count: number;
            mean_ms: number | null;
            min_ms: number | null;
            max_ms: number | null;
            p50_ms: number | null;
            p75_ms: number | null;
            p90_ms: number | null;
            p95_ms: number | null;
            p99_ms: number | null;
            histogram: components["schemas"]["HistogramBar"][];
        };
        /** @description What an answer says of durations. */
        TimingItem: {
            value: string | null;
            count: number;
            mean_ms: number | null;
            min_ms: number | null;
            max_ms: number | null;
            p50_ms: number | null;
            p75_ms: number | null;
            p90_ms: number | null;
            p95_ms: number | null;
            p99_ms: number | null;
            histogram: components["schemas"]["HistogramBar"][];
        };
        /** @description What is told beside every answer. */
        TimingsAnswer: {
            total: components["schemas"]["Timing"];
            items: components["schemas"]["TimingItem"][];
            previous?: components["schemas"]["TimingsPrevious"];
            range: components["schemas"]["AnswerRange"];
            timezone: string;
            meta: components["schemas"]["AnswerMeta"];
        };
        TimingsPrevious: {
            total: components["schemas"]["Timing"];
        };
        /** @description See tracking-plan.schema.json. */
        TrackingPlan: Record<string, never>;
        TypeMean: {
            type: string | null;
            count: number;
            mean_ms: number | null;
        };
        /** @description What became of one event. Every event of a request gets exactly one. */
        Verdict: "accepted" | "duplicate" | "rejected" | "limited";
        /** @description Why an event was rejected or put off. There may be others one day. */
        VerdictCode: ("missing_field" | "unknown_field" | "wrong_type" | "empty_field" | "too_long" | "invalid_characters" | "out_of_range" | "unknown_value" | "too_large" | "too_many_items" | "occurred_at_required" | "occurred_at_in_future" | "occurred_at_implausible" | "unknown_event_type" | "property_missing" | "property_type" | "property_value" | "property_too_large" | "property_unknown" | "event_deprecated" | "config_off" | "config_sampled" | "below_min_level" | "actor_not_allowed" | "visitor_not_allowed" | "quota_near") | string;
        /** @description The verdict on one event that was not simply accepted. */
        VerdictLine: {
            /** @description The event's place in the request, from 0. */
            index: number;
            /** @description The event's id, when it had a readable one. */
            id: string | null;
            /** @description What became of it. */
            verdict: components["schemas"]["Verdict"];
            /** @description The stable code of a rejection or a limit. */
            code?: string;
            /** @description The field that was at fault. */
            field?: string;
            /** @description A sentence for people. */
            detail?: string;
        };
        WantedKey: {
            /** @description What people call it. */
            label?: string | null;
            /** @description The origins whose pages may use it; null is any. */
            origins?: string[] | null;
            /** @description From when on it is worth nothing; still to come. */
            expires_at?: number | null;
            kind: components["schemas"]["KeyKind"];
        };
        /** @description Something to know of an event that was stored all the same. */
        Warning: {
            /** @description The event's place in the request, from 0. */
            index: number;
            /** @description The event's id, when it had one. */
            id: string | null;
            /** @description The stable code. */
            code: string;
            /** @description The field that it is about. */
            field: string;
            /** @description A sentence for people. */
            detail: string;
        };
    };
    responses: never;
    parameters: {
        /** @description One of these values of `action`; a comma in one is written `\,`. */
        action: string[];
        /** @description One of these values of `actor`; a comma in one is written `\,`. */
        actor: string[];
        /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
        actor_id: string[];
        /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
        actor_name: string[];
        /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
        actor_type: string[];
        /** @description Goes on behind this event: its `occurred_at` and `id`, with a dot between them. */
        after: string;
        /** @description Which events: a type, or filters as a query string; any when absent. */
        again: string;
        /** @description Whether events that programs sent are counted. */
        bots: "include" | "exclude" | "only";
        /** @description Dimensions to count by, at most ten. */
        "breakdown.by": (string | ("type" | "category" | "action" | "level" | "path" | "title" | "entity_type" | "entity_id" | "entity" | "entity_title" | "actor_type" | "actor_id" | "actor" | "actor_name" | "stream" | "user" | "visitor" | "session" | "device" | "os" | "browser" | "language" | "screen" | "country" | "region" | "city" | "referrer" | "channel" | "source" | "medium" | "campaign" | "term" | "content" | "click_id") | unknown)[];
        /** @description One of these values of `browser`; a comma in one is written `\,`. */
        browser: string[];
        /** @description A dimension to count by. */
        by: string | ("type" | "category" | "action" | "level" | "path" | "title" | "entity_type" | "entity_id" | "entity" | "entity_title" | "actor_type" | "actor_id" | "actor" | "actor_name" | "stream" | "user" | "visitor" | "session" | "device" | "os" | "browser" | "language" | "screen" | "country" | "region" | "city" | "referrer" | "channel" | "source" | "medium" | "campaign" | "term" | "content" | "click_id") | unknown;
        /** @description One of these values of `campaign`; a comma in one is written `\,`. */
        campaign: string[];
        /** @description One of these values of `category`; a comma in one is written `\,`. */
        category: string[];
        /** @description Only events that name this one as a cause. */
        caused_by: string;
        /** @description One of these values of `channel`; a comma in one is written `\,`. */
        channel: string[];
        /** @description One of these values of `city`; a comma in one is written `\,`. */
        city: string[];
        /** @description Events older than so many days go. */
        "cleanup.days": number;
        /** @description One of these values of `click_id`; a comma in one is written `\,`. */
        click_id: string[];
        /** @description Rejected for one of these reasons. */
        code: string[];
        /** @description The same for the period of the same length right before, under `previous`. Needs a range that has begun. */
        compare: "previous";
        /** @description One of these values of `content`; a comma in one is written `\,`. */
        content: string[];
        /** @description Only events of this interaction. */
        correlation_id: string;
        /** @description One of these values of `country`; a comma in one is written `\,`. */
        country: string[];
        /** @description The `next_cursor` of the page before. */
        cursor: string;
        /** @description The last so many times 24 hours. */
        days: number;
        /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
        "deleteEvents.filters": {
            [key: string]: string;
        };
        /** @description Steps from the event at most. */
        depth: number;
        /** @description One of these values of `device`; a comma in one is written `\,`. */
        device: string[];
        /** @description Causes (`up`), effects (`down`), or both. */
        direction: "both" | "up" | "down";
        /** @description Only say what would happen. */
        dry_run: boolean | (0 | 1);
        /** @description Where paths end: an event type, or filters as a query string. */
        end: string;
        /** @description One of these values of `entity`; a comma in one is written `\,`. */
        entity: string[];
        /** @description Only events about the thing with this id. */
        entity_id: string;
        /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
        entity_title: string[];
        /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
        entity_type: string[];
        /** @description What everyone did: this or `user_id` must be there. */
        everyone: boolean | (0 | 1);
        /** @description How the answer is written. */
        "exportEvents.format": "ndjson" | "csv";
        /** @description How many events to end after; all when absent. */
        "exportEvents.limit": number;
        /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
        filters: {
            [key: string]: string;
        };
        /** @description Which events: a type, or filters as a query string; any when absent. */
        first: string;
        /** @description How the answer is written. */
        format: "json" | "markdown";
        /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
        from: string | unknown | unknown | unknown;
        /** @description Nodes at most. */
        "getCausality.limit": number;
        /** @description Only the rejected event with this id. */
        id: string;
        /** @description The length of a point: `hour` up to 48 hours, `day` up to 92 days, else `month`, when absent. */
        interval: "minute" | "hour" | "day" | "week" | "month";
        /** @description A public write key, so that a browser needs no preflight. */
        key: string;
        /** @description One of these values of `language`; a comma in one is written `\,`. */
        language: string[];
        /** @description This level and above. */
        level: "detail" | "state" | "action" | "decision" | "milestone";
        /** @description Items at most. */
        limit: number;
        /** @description The `next_cursor` of the page before. */
        "listAudit.cursor": number;
        /** @description Items at most. */
        "listSession.limit": number;
        /** @description One of these values of `medium`; a comma in one is written `\,`. */
        medium: string[];
        /** @description One of these values of `os`; a comma in one is written `\,`. */
        os: string[];
        /** @description Pages by number, from 1. Cursors are the way through long lists. */
        page: number;
        /** @description One of these values of `path`; a comma in one is written `\,`. */
        path: string[];
        /** @description What a path is made of. */
        "paths.by": "path" | "type";
        /** @description Steps at most. */
        "paths.depth": number;
        /** @description Whom to follow: visitors and for events without one users, users alone, or sessions. */
        people: "visitor" | "user" | "session";
        /** @description How many periods a cohort is followed, its own the first. */
        periods: number;
        /** @description What of the event is not as planned: some codes, or `any` alone. */
        plan_fault: unknown[] | unknown | unknown;
        /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
        range: string;
        /** @description Items at most. */
        "recentEvents.limit": number;
        /** @description Only events that belong to this record of yours. */
        ref: string;
        /** @description One of these values of `referrer`; a comma in one is written `\,`. */
        referrer: string[];
        /** @description One of these values of `region`; a comma in one is written `\,`. */
        region: string[];
        /** @description The length of a period. */
        "retention.interval": "week" | "day" | "month";
        /** @description One of these values of `screen`; a comma in one is written `\,`. */
        screen: string[];
        /** @description Text in the entity's title or the summary, upper or lower case of ASCII letters aside. */
        search: string;
        /** @description One of these values of `session`; a comma in one is written `\,`. */
        session: string[];
        /** @description Only events of this session. */
        session_id: string;
        /** @description What the highest is of. */
        sort: "events" | "users" | "visitors" | "sessions";
        /** @description One of these values of `source`; a comma in one is written `\,`. */
        source: string[];
        /** @description Where paths begin: an event type, or filters as a query string. */
        start: string;
        /** @description Two to ten steps in order, each an event type, or filters as a query string. */
        step: string[];
        /** @description This step of the stream and later ones. */
        step_from: number;
        /** @description This step of the stream and earlier ones. */
        step_to: number;
        /** @description One of these values of `stream`; a comma in one is written `\,`. */
        stream: string[];
        /** @description Only events of this run or conversation. */
        stream_id: string;
        /** @description One of these values of `term`; a comma in one is written `\,`. */
        term: string[];
        /** @description Whether events that programs sent are counted. */
        "timeseries.bots": "exclude" | "include" | "only";
        /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
        "timeseries.entity_id": string[];
        /** @description One of these values of `level`; a comma in one is written `\,`. */
        "timeseries.level": string[];
        /** @description One of these values of `title`; a comma in one is written `\,`. */
        title: string[];
        /** @description Until when: a moment excludes itself, a date includes its day. */
        to: string | unknown | unknown | unknown;
        /** @description The budget of a Markdown answer, in tokens of a language model. */
        tokens: number;
        /** @description One of these values of `type`; a comma in one is written `\,`. */
        type: string[];
        /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
        tz: string;
        /** @description One of these values of `user`; a comma in one is written `\,`. */
        user: string[];
        /** @description Only events of this user. */
        user_id: string;
        /** @description An earlier version; 0 is the built-in one. */
        version: number;
        /** @description One of these values of `visitor`; a comma in one is written `\,`. */
        visitor: string[];
        /** @description Only events of this visitor. */
        visitor_id: string;
        /** @description The time from the first step to the last: minutes, hours or days. */
        window: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    logEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SingleEvent"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    logBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    importEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Text in the entity's title or the summary, upper or lower case of ASCII letters aside. */
                search?: components["parameters"]["search"];
                /** @description Only events that name this one as a cause. */
                caused_by?: components["parameters"]["caused_by"];
                /** @description What of the event is not as planned: some codes, or `any` alone. */
                plan_fault?: components["parameters"]["plan_fault"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["bots"];
                /** @description This level and above. */
                level?: components["parameters"]["level"];
                /** @description Only events about the thing with this id. */
                entity_id?: components["parameters"]["entity_id"];
                /** @description This step of the stream and later ones. */
                step_from?: components["parameters"]["step_from"];
                /** @description This step of the stream and earlier ones. */
                step_to?: components["parameters"]["step_to"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
                /** @description Items at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Pages by number, from 1. Cursors are the way through long lists. */
                page?: components["parameters"]["page"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
        };
    };
    deleteEvents: {
        parameters: {
            query?: {
                /** @description Only say what would happen. */
                dry_run?: components["parameters"]["dry_run"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["deleteEvents.filters"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Text in the entity's title or the summary, upper or lower case of ASCII letters aside. */
                search?: components["parameters"]["search"];
                /** @description Only events that name this one as a cause. */
                caused_by?: components["parameters"]["caused_by"];
                /** @description What of the event is not as planned: some codes, or `any` alone. */
                plan_fault?: components["parameters"]["plan_fault"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["bots"];
                /** @description This level and above. */
                level?: components["parameters"]["level"];
                /** @description Only events about the thing with this id. */
                entity_id?: components["parameters"]["entity_id"];
                /** @description This step of the stream and later ones. */
                step_from?: components["parameters"]["step_from"];
                /** @description This step of the stream and earlier ones. */
                step_to?: components["parameters"]["step_to"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    recentEvents: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Text in the entity's title or the summary, upper or lower case of ASCII letters aside. */
                search?: components["parameters"]["search"];
                /** @description Only events that name this one as a cause. */
                caused_by?: components["parameters"]["caused_by"];
                /** @description What of the event is not as planned: some codes, or `any` alone. */
                plan_fault?: components["parameters"]["plan_fault"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["bots"];
                /** @description This level and above. */
                level?: components["parameters"]["level"];
                /** @description Only events about the thing with this id. */
                entity_id?: components["parameters"]["entity_id"];
                /** @description This step of the stream and later ones. */
                step_from?: components["parameters"]["step_from"];
                /** @description This step of the stream and earlier ones. */
                step_to?: components["parameters"]["step_to"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description The budget of a Markdown answer, in tokens of a language model. */
                tokens?: components["parameters"]["tokens"];
                /** @description How the answer is written. */
                format?: components["parameters"]["format"];
                /** @description What everyone did: this or `user_id` must be there. */
                everyone?: components["parameters"]["everyone"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecentList"];
                    "text/markdown": string;
                };
            };
        };
    };
    listSession: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Text in the entity's title or the summary, upper or lower case of ASCII letters aside. */
                search?: components["parameters"]["search"];
                /** @description Only events that name this one as a cause. */
                caused_by?: components["parameters"]["caused_by"];
                /** @description What of the event is not as planned: some codes, or `any` alone. */
                plan_fault?: components["parameters"]["plan_fault"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["bots"];
                /** @description This level and above. */
                level?: components["parameters"]["level"];
                /** @description Only events about the thing with this id. */
                entity_id?: components["parameters"]["entity_id"];
                /** @description This step of the stream and later ones. */
                step_from?: components["parameters"]["step_from"];
                /** @description This step of the stream and earlier ones. */
                step_to?: components["parameters"]["step_to"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
                /** @description Items at most. */
                limit?: components["parameters"]["listSession.limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Pages by number, from 1. Cursors are the way through long lists. */
                page?: components["parameters"]["page"];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
        };
    };
    overview: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Text in the entity's title or the summary, upper or lower case of ASCII letters aside. */
                search?: components["parameters"]["search"];
                /** @description Only events that name this one as a cause. */
                caused_by?: components["parameters"]["caused_by"];
                /** @description What of the event is not as planned: some codes, or `any` alone. */
                plan_fault?: components["parameters"]["plan_fault"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["bots"];
                /** @description This level and above. */
                level?: components["parameters"]["level"];
                /** @description Only events about the thing with this id. */
                entity_id?: components["parameters"]["entity_id"];
                /** @description This step of the stream and later ones. */
                step_from?: components["parameters"]["step_from"];
                /** @description This step of the stream and earlier ones. */
                step_to?: components["parameters"]["step_to"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
        };
    };
    exportEvents: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Text in the entity's title or the summary, upper or lower case of ASCII letters aside. */
                search?: components["parameters"]["search"];
                /** @description Only events that name this one as a cause. */
                caused_by?: components["parameters"]["caused_by"];
                /** @description What of the event is not as planned: some codes, or `any` alone. */
                plan_fault?: components["parameters"]["plan_fault"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["bots"];
                /** @description This level and above. */
                level?: components["parameters"]["level"];
                /** @description Only events about the thing with this id. */
                entity_id?: components["parameters"]["entity_id"];
                /** @description This step of the stream and later ones. */
                step_from?: components["parameters"]["step_from"];
                /** @description This step of the stream and earlier ones. */
                step_to?: components["parameters"]["step_to"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
                /** @description How the answer is written. */
                format?: components["parameters"]["exportEvents.format"];
                /** @description Goes on behind this event: its `occurred_at` and `id`, with a dot between them. */
                after?: components["parameters"]["after"];
                /** @description How many events to end after; all when absent. */
                limit?: components["parameters"]["exportEvents.limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
        };
    };
    getCausality: {
        parameters: {
            query?: {
                /** @description Causes (`up`), effects (`down`), or both. */
                direction?: components["parameters"]["direction"];
                /** @description Steps from the event at most. */
                depth?: components["parameters"]["depth"];
                /** @description Nodes at most. */
                limit?: components["parameters"]["getCausality.limit"];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Causality"];
                };
            };
        };
    };
    timeseries: {
        parameters: {
            query?: {
                /** @description The length of a point: `hour` up to 48 hours, `day` up to 92 days, else `month`, when absent. */
                interval?: components["parameters"]["interval"];
                /** @description A dimension to count by. */
                by?: components["parameters"]["by"];
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description The same for the period of the same length right before, under `previous`. Needs a range that has begun. */
                compare?: components["parameters"]["compare"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeseriesAnswer"];
                };
            };
        };
    };
    breakdown: {
        parameters: {
            query: {
                /** @description Dimensions to count by, at most ten. */
                by: components["parameters"]["breakdown.by"];
                /** @description What the highest is of. */
                sort?: components["parameters"]["sort"];
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description The same for the period of the same length right before, under `previous`. Needs a range that has begun. */
                compare?: components["parameters"]["compare"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BreakdownAnswer"];
                };
            };
        };
    };
    timings: {
        parameters: {
            query?: {
                /** @description A dimension to count by. */
                by?: components["parameters"]["by"];
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description The same for the period of the same length right before, under `previous`. Needs a range that has begun. */
                compare?: components["parameters"]["compare"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimingsAnswer"];
                };
            };
        };
    };
    sessions: {
        parameters: {
            query?: {
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description The same for the period of the same length right before, under `previous`. Needs a range that has begun. */
                compare?: components["parameters"]["compare"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsAnswer"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: {
                /** @description Items at most. */
                limit?: components["parameters"]["listSession.limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
        };
    };
    activeUsers: {
        parameters: {
            query?: {
                /** @description Whom to follow: visitors and for events without one users, users alone, or sessions. */
                people?: components["parameters"]["people"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description The same for the period of the same length right before, under `previous`. Needs a range that has begun. */
                compare?: components["parameters"]["compare"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveUsersAnswer"];
                };
            };
        };
    };
    funnel: {
        parameters: {
            query: {
                /** @description Two to ten steps in order, each an event type, or filters as a query string. */
                step: components["parameters"]["step"];
                /** @description The time from the first step to the last: minutes, hours or days. */
                window?: components["parameters"]["window"];
                /** @description A dimension to count by. */
                by?: components["parameters"]["by"];
                /** @description Whom to follow: visitors and for events without one users, users alone, or sessions. */
                people?: components["parameters"]["people"];
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description The same for the period of the same length right before, under `previous`. Needs a range that has begun. */
                compare?: components["parameters"]["compare"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FunnelAnswer"];
                };
            };
        };
    };
    retention: {
        parameters: {
            query?: {
                /** @description The length of a period. */
                interval?: components["parameters"]["retention.interval"];
                /** @description How many periods a cohort is followed, its own the first. */
                periods?: components["parameters"]["periods"];
                /** @description Which events: a type, or filters as a query string; any when absent. */
                first?: components["parameters"]["first"];
                /** @description Which events: a type, or filters as a query string; any when absent. */
                again?: components["parameters"]["again"];
                /** @description Whom to follow: visitors and for events without one users, users alone, or sessions. */
                people?: components["parameters"]["people"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionAnswer"];
                };
            };
        };
    };
    paths: {
        parameters: {
            query?: {
                /** @description Where paths begin: an event type, or filters as a query string. */
                start?: components["parameters"]["start"];
                /** @description Where paths end: an event type, or filters as a query string. */
                end?: components["parameters"]["end"];
                /** @description What a path is made of. */
                by?: components["parameters"]["paths.by"];
                /** @description Steps at most. */
                depth?: components["parameters"]["paths.depth"];
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PathsAnswer"];
                };
            };
        };
    };
    patterns: {
        parameters: {
            query?: {
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description The same for the period of the same length right before, under `previous`. Needs a range that has begun. */
                compare?: components["parameters"]["compare"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatternsAnswer"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: {
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveAnswer"];
                };
            };
        };
    };
    listStreams: {
        parameters: {
            query?: {
                /** @description Items at most. */
                limit?: components["parameters"]["recentEvents.limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description IANA time zone of days, weeks and months; `UTC` when absent. */
                tz?: components["parameters"]["tz"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Whether events that programs sent are counted. */
                bots?: components["parameters"]["timeseries.bots"];
                /** @description Only events of this user. */
                user_id?: components["parameters"]["user_id"];
                /** @description Only events of this visitor. */
                visitor_id?: components["parameters"]["visitor_id"];
                /** @description Only events of this session. */
                session_id?: components["parameters"]["session_id"];
                /** @description Only events of this run or conversation. */
                stream_id?: components["parameters"]["stream_id"];
                /** @description Only events of this interaction. */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description Only events that belong to this record of yours. */
                ref?: components["parameters"]["ref"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description One of these values of `category`; a comma in one is written `\,`. */
                category?: components["parameters"]["category"];
                /** @description One of these values of `action`; a comma in one is written `\,`. */
                action?: components["parameters"]["action"];
                /** @description One of these values of `level`; a comma in one is written `\,`. */
                level?: components["parameters"]["timeseries.level"];
                /** @description One of these values of `path`; a comma in one is written `\,`. */
                path?: components["parameters"]["path"];
                /** @description One of these values of `title`; a comma in one is written `\,`. */
                title?: components["parameters"]["title"];
                /** @description One of these values of `entity_type`; a comma in one is written `\,`. */
                entity_type?: components["parameters"]["entity_type"];
                /** @description One of these values of `entity_id`; a comma in one is written `\,`. */
                entity_id?: components["parameters"]["timeseries.entity_id"];
                /** @description One of these values of `entity`; a comma in one is written `\,`. */
                entity?: components["parameters"]["entity"];
                /** @description One of these values of `entity_title`; a comma in one is written `\,`. */
                entity_title?: components["parameters"]["entity_title"];
                /** @description One of these values of `actor_type`; a comma in one is written `\,`. */
                actor_type?: components["parameters"]["actor_type"];
                /** @description One of these values of `actor_id`; a comma in one is written `\,`. */
                actor_id?: components["parameters"]["actor_id"];
                /** @description One of these values of `actor`; a comma in one is written `\,`. */
                actor?: components["parameters"]["actor"];
                /** @description One of these values of `actor_name`; a comma in one is written `\,`. */
                actor_name?: components["parameters"]["actor_name"];
                /** @description One of these values of `stream`; a comma in one is written `\,`. */
                stream?: components["parameters"]["stream"];
                /** @description One of these values of `user`; a comma in one is written `\,`. */
                user?: components["parameters"]["user"];
                /** @description One of these values of `visitor`; a comma in one is written `\,`. */
                visitor?: components["parameters"]["visitor"];
                /** @description One of these values of `session`; a comma in one is written `\,`. */
                session?: components["parameters"]["session"];
                /** @description One of these values of `device`; a comma in one is written `\,`. */
                device?: components["parameters"]["device"];
                /** @description One of these values of `os`; a comma in one is written `\,`. */
                os?: components["parameters"]["os"];
                /** @description One of these values of `browser`; a comma in one is written `\,`. */
                browser?: components["parameters"]["browser"];
                /** @description One of these values of `language`; a comma in one is written `\,`. */
                language?: components["parameters"]["language"];
                /** @description One of these values of `screen`; a comma in one is written `\,`. */
                screen?: components["parameters"]["screen"];
                /** @description One of these values of `country`; a comma in one is written `\,`. */
                country?: components["parameters"]["country"];
                /** @description One of these values of `region`; a comma in one is written `\,`. */
                region?: components["parameters"]["region"];
                /** @description One of these values of `city`; a comma in one is written `\,`. */
                city?: components["parameters"]["city"];
                /** @description One of these values of `referrer`; a comma in one is written `\,`. */
                referrer?: components["parameters"]["referrer"];
                /** @description One of these values of `channel`; a comma in one is written `\,`. */
                channel?: components["parameters"]["channel"];
                /** @description One of these values of `source`; a comma in one is written `\,`. */
                source?: components["parameters"]["source"];
                /** @description One of these values of `medium`; a comma in one is written `\,`. */
                medium?: components["parameters"]["medium"];
                /** @description One of these values of `campaign`; a comma in one is written `\,`. */
                campaign?: components["parameters"]["campaign"];
                /** @description One of these values of `term`; a comma in one is written `\,`. */
                term?: components["parameters"]["term"];
                /** @description One of these values of `content`; a comma in one is written `\,`. */
                content?: components["parameters"]["content"];
                /** @description One of these values of `click_id`; a comma in one is written `\,`. */
                click_id?: components["parameters"]["click_id"];
                /** @description Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. Each stands as a parameter of its own. */
                filters?: components["parameters"]["filters"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamsAnswer"];
                };
            };
        };
    };
    delivery: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
        };
    };
    cost: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cost"];
                };
            };
        };
    };
    listRejected: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Rejected for one of these reasons. */
                code?: components["parameters"]["code"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description Only the rejected event with this id. */
                id?: components["parameters"]["id"];
                /** @description Items at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectedList"];
                };
            };
        };
    };
    forgetRejected: {
        parameters: {
            query?: {
                /** @description Only say what would happen. */
                dry_run?: components["parameters"]["dry_run"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Rejected for one of these reasons. */
                code?: components["parameters"]["code"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description Only the rejected event with this id. */
                id?: components["parameters"]["id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forgotten"];
                };
            };
        };
    };
    replayRejected: {
        parameters: {
            query?: {
                /** @description Only say what would happen. */
                dry_run?: components["parameters"]["dry_run"];
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
                /** @description Rejected for one of these reasons. */
                code?: components["parameters"]["code"];
                /** @description One of these values of `type`; a comma in one is written `\,`. */
                type?: components["parameters"]["type"];
                /** @description Only the rejected event with this id. */
                id?: components["parameters"]["id"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
        };
    };
    getPlan: {
        parameters: {
            query?: {
                /** @description An earlier version; 0 is the built-in one. */
                version?: components["parameters"]["version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanAnswer"];
                };
            };
        };
    };
    putPlan: {
        parameters: {
            query?: {
                /** @description Only say what would happen. */
                dry_run?: components["parameters"]["dry_run"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrackingPlan"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanPut"];
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanVersions"];
                };
            };
        };
    };
    getConfig: {
        parameters: {
            query?: {
                /** @description A public write key, so that a browser needs no preflight. */
                key?: components["parameters"]["key"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigAnswer"];
                };
            };
        };
    };
    putConfig: {
        parameters: {
            query?: {
                /** @description Only say what would happen. */
                dry_run?: components["parameters"]["dry_run"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Config"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigAnswer"];
                };
            };
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shown"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keys"];
                };
            };
        };
    };
    makeKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedKey"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Made"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyItem"];
                };
            };
        };
    };
    changeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyChange"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyItem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Made"];
                };
            };
        };
    };
    eraseUser: {
        parameters: {
            query?: {
                /** @description Only say what would happen. */
                dry_run?: components["parameters"]["dry_run"];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erased"];
                };
            };
        };
    };
    exportUser: {
        parameters: {
            query?: {
                /** @description Goes on behind this event: its `occurred_at` and `id`, with a dot between them. */
                after?: components["parameters"]["after"];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
        };
    };
    cleanup: {
        parameters: {
            query?: {
                /** @description Events older than so many days go. */
                days?: components["parameters"]["cleanup.days"];
                /** @description Only say what would happen. */
                dry_run?: components["parameters"]["dry_run"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cleaned"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Items at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["listAudit.cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
        };
    };
    getRollups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollupsStatus"];
                };
            };
        };
    };
    foldRollups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollupsFolded"];
                };
            };
        };
    };
    rebuildRollups: {
        parameters: {
            query?: {
                /** @description The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`. */
                range?: components["parameters"]["range"];
                /** @description The last so many times 24 hours. */
                days?: components["parameters"]["days"];
                /** @description From when on: milliseconds since the epoch, RFC 3339, or a date. */
                from?: components["parameters"]["from"];
                /** @description Until when: a moment excludes itself, a date includes its day. */
                to?: components["parameters"]["to"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollupsMarked"];
                };
            };
        };
    };
}
