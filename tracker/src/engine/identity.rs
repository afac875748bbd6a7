use super::clock::{self, Now};
use super::record::{Name, Slot};
use super::{Effect, Engine};
use crate::engine::queue::StoredContext;
use crate::engine::session::Session;
use event_model::{encode, BatchContext, OpaqueId};

/// Who uses this browser, as far as the app and the browser know.
#[derive(Debug)]
pub(super) struct Identity {
    /// An id of this browser's own making.
    pub(super) visitor: OpaqueId,
    /// The user, as the app names them.
    pub(super) user: Option<OpaqueId>,
}

impl Identity {
    pub(super) fn restore(visitor: Option<&str>, user: Option<&str>, now: Now, random: &mut fastrand::Rng) -> Identity {
        let read = |text: Option<&str>| text.and_then(|text| OpaqueId::parse(text, "stored").ok());
        Identity { visitor: read(visitor).unwrap_or_else(|| new_visitor(now, random)), user: read(user) }
    }
}

fn new_visitor(now: Now, random: &mut fastrand::Rng) -> OpaqueId {
    clock::v7(now.wall, random).into()
}

impl Engine {
    /// The app names the user. An id that is no id leaves things as they are; the page is told by the event that is not linked.
    pub(super) fn identify(&mut self, user: &str, effects: &mut Vec<Effect>) {
        let Ok(user) = OpaqueId::parse(user, "user_id") else { return };
        if self.opted_out || self.identity.user.as_ref() == Some(&user) {
            return;
        }
        self.identity.user = Some(user);
        self.context = None;
        self.put_identity(effects);
    }

    /// The user is gone; what follows must not be linked to them: new visitor, new visit.
    pub(super) fn reset(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if self.opted_out {
            return;
        }
        self.identity = Identity { visitor: new_visitor(now, &mut self.random), user: None };
        self.session = Session::begin(now, &mut self.random);
        self.context = None;
        self.put_identity(effects);
        let (slot, record) = (self.names.slot(Slot::Session), self.session.touch(None, now, &mut self.random));
        if let Some(record) = record {
            effects.push(Effect::Put { key: slot, value: record.to_owned() });
        }
    }

    pub(super) fn put_identity(&self, effects: &mut Vec<Effect>) {
        effects.push(Effect::Put { key: self.names.slot(Slot::Visitor), value: self.identity.visitor.as_str().to_owned() });
        let key = self.names.slot(Slot::User);
        effects.push(match &self.identity.user {
            Some(user) => Effect::Put { key, value: user.as_str().to_owned() },
            None => Effect::Remove { key },
        });
    }

    /// The number of the context that events made now belong to; writes it down when it is new.
    pub(super) fn current_context(&mut self, effects: &mut Vec<Effect>) -> u32 {
        if let Some(number) = self.context {
            return number;
        }
        let context = BatchContext {
            session_id: OpaqueId::parse(&self.session.id, "session_id").ok(),
            visitor_id: Some(self.identity.visitor.clone()),
            user_id: self.identity.user.clone(),
            device: self.device.clone(),
        };
        let mut json = String::new();
        encode::context(&context, &mut json);
        let number = self.next_context;
        self.next_context += 1;
        self.context = Some(number);
        effects.push(Effect::Put { key: self.names.queued(&self.instance, &Name::Context(number)), value: json.clone() });
        self.queue.contexts.push(StoredContext { owner: self.instance.clone(), number, json });
        number
    }
}
