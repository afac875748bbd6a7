use super::stamp::Stamped;
use event_model::decode::Arrival;
use event_model::encode::{number, string, utm};
use event_model::{taxonomy, BatchContext, Device, OpaqueId};

/// An event with everything that its batch and its type say about it: one row of the table.
pub(super) struct Row<'a> {
    stamped: &'a Stamped,
    category: &'a str,
    action: &'a str,
    user_id: Option<&'a str>,
    visitor_id: Option<&'a str>,
    session_id: Option<&'a str>,
    actor_type: &'a str,
    actor_id: Option<&'a str>,
    actor_name: Option<&'a str>,
}

impl<'a> Row<'a> {
    /// Fills in what the event left to its batch's context and its type's name; the event's own words win.
    pub(super) fn complete(stamped: &'a Stamped, context: &'a BatchContext) -> Row<'a> {
        let event = &stamped.event;
        let derived = taxonomy(&event.event_type);
        let user_id = text(&event.user_id).or(text(&context.user_id));
        let (actor_type, actor_id, actor_name) = match &event.actor {
            Some(actor) => (actor.kind.as_str(), text(&actor.id), actor.name.as_deref()),
            None if user_id.is_some() => ("user", user_id, None),
            None => ("anonymous", None, None),
        };
        Row {
            stamped,
            category: text(&event.category).unwrap_or(derived.category),
            action: text(&event.action).unwrap_or(derived.action),
            user_id,
            visitor_id: text(&event.visitor_id).or(text(&context.visitor_id)),
            session_id: text(&event.session_id).or(text(&context.session_id)),
            actor_type,
            actor_id,
            actor_name,
        }
    }

    /// Appends the row as a JSON list. The order is that of `INSERT` in `db/insert.rs`, and behind it, for an event that tells of its
    /// arrival, that of `IMPORT`.
    pub(super) fn write(&self, plan_fault: Option<&str>, arrival: Option<&Arrival>, out: &mut String) {
        let event = &self.stamped.event;
        let key = &self.stamped.key;
        let mut list = List::open(out);
        list.number(Some(key.occurred_at));
        list.string(Some(key.id.as_str()));
        list.string(Some(event.event_type.as_str()));
        list.string(Some(self.category));
        list.string(Some(self.action));
        list.number(Some(u64::from(event.level.unwrap_or_default().rank())));
        list.number(event.seq);
        list.string(self.user_id);
        list.string(self.visitor_id);
        list.string(self.session_id);
        list.string(Some(self.actor_type));
        list.string(self.actor_id);
        list.string(self.actor_name);
        list.string(event.entity.as_ref().map(|entity| entity.kind.as_str()));
        list.string(event.entity.as_ref().and_then(|entity| text(&entity.id)));
        list.string(event.entity.as_ref().and_then(|entity| entity.title.as_deref()));
        list.string(text(&event.stream_id));
        list.signed(event.step);
        list.string(text(&event.correlation_id));
        list.string(self.causes().as_deref());
        list.string(text(&event.reference));
        list.string(event.summary.as_deref());
        list.number(event.duration_ms);
        let page = event.page.as_ref();
        list.string(page.and_then(|page| page.path.as_deref()));
        list.string(page.and_then(|page| page.title.as_deref()));
        list.string(page.and_then(|page| page.referrer.as_deref()));
        list.string(self.utm().as_deref());
        list.string(page.and_then(|page| text(&page.click_id)));
        list.string(event.metadata.as_ref().map(|free| free.as_str()));
        list.string(event.context.as_ref().map(|free| free.as_str()));
        list.string(plan_fault);
        if let Some(arrival) = arrival {
            list.arrival(arrival);
        }
        list.close();
    }

    fn causes(&self) -> Option<String> {
        let causes = &self.stamped.event.caused_by;
        if causes.is_empty() {
            return None;
        }
        let mut json = String::new();
        let mut list = List::open(&mut json);
        causes.iter().for_each(|id| list.string(Some(id.as_str())));
        list.close();
        Some(json)
    }

    fn utm(&self) -> Option<String> {
        let parameters = self.stamped.event.page.as_ref()?.utm.as_ref()?;
        let mut json = String::new();
        utm(parameters, &mut json);
        Some(json)
    }
}

fn text(id: &Option<OpaqueId>) -> Option<&str> {
    id.as_ref().map(OpaqueId::as_str)
}

/// A JSON list being written; what is absent is null.
struct List<'a> {
    out: &'a mut String,
    empty: bool,
}

impl<'a> List<'a> {
    fn open(out: &'a mut String) -> List<'a> {
        out.push('[');
        List { out, empty: true }
    }

    fn item(&mut self) -> &mut String {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        self.out
    }

    fn string(&mut self, value: Option<&str>) {
        match value {
            Some(value) => string(value, self.item()),
            None => self.item().push_str("null"),
        }
    }

    fn number(&mut self, value: Option<u64>) {
        match value {
            Some(value) => number(value, self.item()),
            None => self.item().push_str("null"),
        }
    }

    fn signed(&mut self, value: Option<i64>) {
        let out = self.item();
        match value {
            Some(value) => {
                if value < 0 {
                    out.push('-');
                }
                number(value.unsigned_abs(), out);
            }
            None => out.push_str("null"),
        }
    }

    fn arrival(&mut self, arrival: &Arrival) {
        let Arrival { received_at, instance_id, device, country, region, city, colo, bot, plan_fault: _ } = arrival;
        self.number(*received_at);
        self.string(text(instance_id));
        let Device { kind, os, browser, screen, language, timezone } = device;
        for line in [kind, os, browser, screen, language, timezone, country, region, city, colo] {
            self.string(line.as_deref());
        }
        self.number(bot.map(u64::from));
    }

    fn close(self) {
        self.out.push(']');
    }
}
