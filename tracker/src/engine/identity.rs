use super::clock::{self, Now};
use super::queue::Lane;
use super::random::Random;
use super::record::{self, kind, Slot};
use super::session::Session;
use super::{Effects, Engine};
use event_model::encode::Object;
use event_model::{check_word, limits};

/// Who uses this browser, as far as the app and the browser know.
#[derive(Debug)]
pub(super) struct Identity {
    /// An id of this browser's own making.
    pub(super) visitor: String,
    /// The user, as the app names them.
    pub(super) user: Option<String>,
}

impl Identity {
    /// A browser never seen before.
    pub(super) fn new(now: Now, random: &mut Random) -> Identity {
        Identity { visitor: clock::v7(now.wall, 0, random), user: None }
    }
}

/// Whether a text can be somebody's id.
pub(super) fn is_id(text: &str) -> bool {
    check_word(text, limits::MAX_OPAQUE_ID).is_ok()
}

impl Engine {
    /// The app names the user. An id that is no id leaves things as they are.
    pub(super) fn identify(&mut self, user: &str, effects: &mut Effects) {
        if self.opted_out || self.identity.user.as_deref() == Some(user) || !is_id(user) {
            return;
        }
        self.identity.user = Some(user.to_owned());
        self.lane = None;
        self.put_identity(effects);
    }

    /// The user is gone; what follows must not be linked to them: new visitor, new visit.
    pub(super) fn reset(&mut self, now: Now, effects: &mut Effects) {
        if self.opted_out {
            return;
        }
        self.identity = Identity::new(now, &mut self.random);
        self.session = Session::begin(now, &mut self.random);
        self.put_identity(effects);
        // The old visit's record would be taken up again by the next event.
        self.visit(None, now, effects);
        self.lane = None;
    }

    pub(super) fn put_identity(&self, effects: &mut Effects) {
        effects.put_slot(Slot::Visitor, &self.identity.visitor);
        match &self.identity.user {
            Some(user) => effects.put_slot(Slot::User, user),
            None => effects.remove(Slot::User.key()),
        }
    }

    /// The lane that events made now travel in; writes its context down when it is new.
    pub(super) fn current_lane(&mut self, effects: &mut Effects) -> usize {
        if let Some(lane) = self.lane {
            return lane;
        }
        let mut json = String::new();
        let mut context = Object::open(&mut json);
        if !self.config.cookieless {
            context.text("session_id", Some(&self.session.id));
            context.text("visitor_id", Some(&self.identity.visitor));
        }
        context.text("user_id", self.identity.user.as_deref());
        if !self.device.is_empty() {
            context.member("device").push_str(&self.device);
        }
        context.close();
        let number = self.lanes.len() as u64;
        effects.put(&record::key(&self.instance, kind::CONTEXT, number), &json);
        self.lanes.push(Lane { owner: self.instance.clone(), number, context: json });
        self.lane = Some(number as usize);
        number as usize
    }
}
