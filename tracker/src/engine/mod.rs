//! The delivery engine: a pure state machine. [`Engine::handle`] takes what happened and when, and returns what is to be done.
//!
//! Every event that enters ends acknowledged by the server, still stored, or counted as dropped with a reason. It is in one place at a
//! time: *waiting* (its record stored, not yet in a batch), then *sealed* (in one batch whose bytes never change), then settled.
//!
//! # What's out of scope
//! Clocks, randomness and I/O. The time enters with each input, randomness as a seed, storage and network as effects and inputs.

mod adopt;
mod clock;
mod config;
mod consent;
mod draft;
mod drops;
mod effect;
mod hold;
mod identity;
mod input;
mod overhead;
mod queue;
mod random;
mod record;
mod retry;
mod sealed;
mod send;
mod session;
mod settle;
mod settlement;
mod track;

pub use clock::Now;
pub use config::Config;
pub use draft::{Draft, Told};
pub use drops::DropReason;
pub use effect::{Effects, Transport};
pub use input::Input;
pub use record::{join, Slot, Words};
pub use settlement::{Open, Settlement};

use clock::Offset;
use drops::Drops;
use identity::{is_id, Identity};
use overhead::Overhead;
use queue::{Lane, Queue};
use random::Random;
use retry::Retry;
use sealed::Sealed;
use session::Session;

/// The state of one tracker instance.
#[derive(Debug)]
pub struct Engine {
    config: Config,
    /// This instance: the owner of its records and of its `seq`.
    instance: String,
    random: Random,
    /// As JSON.
    device: String,
    identity: Identity,
    session: Session,
    offset: Offset,
    queue: Queue,
    /// The lanes of all events here, own and adopted. Only ever added to: items point to them by their place.
    lanes: Vec<Lane>,
    /// The lane of events made now, as long as what its context says is true.
    lane: Option<usize>,
    /// Sealed batches, oldest first.
    sealed: Vec<Sealed>,
    /// What the browser sends should this page die. Its events wait all the same.
    held: Option<Sealed>,
    held_at: u64,
    drops: Drops,
    overhead: Overhead,
    retry: Retry,
    next_seq: u64,
    /// Set by `flush()` and `immediate`, until everything waiting is sealed.
    hurry: bool,
    flushing: bool,
    hidden: bool,
    opted_out: bool,
    /// When the timer rings, by the monotonic clock, if it is armed.
    armed: Option<u64>,
}

/// What an engine starts from: everything that the edge found in storage and in the browser.
#[derive(Debug, Default)]
pub struct Start {
    /// 64 random bits from the browser.
    pub seed: u64,
    /// What only the browser knows of its device, a JSON object.
    pub device: String,
    /// The records of [`Slot::ALL`], where there are any.
    pub stored: [Option<String>; 5],
}

impl Engine {
    /// A new instance, and what is to be done about it.
    pub fn start(config: Config, start: Start, now: Now) -> (Engine, Effects) {
        let mut random = Random(start.seed);
        let [visitor, user, session, offset, opted_out] = start.stored;
        let opted_out = opted_out.is_some();
        let mut effects = Effects::default();
        let instance = clock::v7(now.wall, 0, &mut random);
        effects.begin(&instance);
        let mut identity = Identity::new(now, &mut random);
        if let Some(visitor) = visitor.filter(|text| is_id(text)) {
            identity.visitor = visitor;
        }
        identity.user = user.filter(|text| is_id(text));
        let session = Session::restore(session.as_deref(), now, &mut random);
        let engine = Engine {
            instance,
            offset: Offset::restore(&offset.unwrap_or_default()),
            config,
            random,
            device: start.device,
            identity,
            session,
            queue: Queue::default(),
            sealed: Vec::new(),
            held: None,
            held_at: 0,
            drops: Drops::default(),
            overhead: Overhead::default(),
            retry: Retry::default(),
            next_seq: 0,
            lanes: Vec::new(),
            lane: None,
            hurry: false,
            flushing: false,
            hidden: false,
            opted_out,
            armed: None,
        };
        if !opted_out {
            engine.put_identity(&mut effects);
        }
        (engine, effects)
    }

    /// Takes in what happened and says what to do, in order.
    pub fn handle(&mut self, input: Input, now: Now) -> Effects {
        let mut effects = Effects::default();
        // `track()` itself sends nothing: a request costs more than all the rest, and the page is in the middle of something.
        let may_send = self.hidden || !matches!(input, Input::Track { .. } | Input::Visit(_));
        match input {
            Input::Track { draft, session } => self.track(*draft, session.as_deref(), now, &mut effects),
            Input::Visit(session) if !self.opted_out => {
                self.visit(session.as_deref(), now, &mut effects);
                effects.tracked(&self.session.id);
            }
            Input::Visit(_) => {}
            Input::Tune(flush_at, flush_interval) => {
                self.config.flush_at = flush_at;
                self.config.flush_interval = flush_interval;
            }
            Input::Tick => self.armed = None,
            Input::Flush => {
                self.hurry = true;
                self.flushing = true;
                self.retry.forgive();
            }
            Input::Answered { batch_id, status, retry_after, settled } => {
                self.answered(&batch_id, status, retry_after, settled, now, &mut effects)
            }
            Input::Failed { batch_id } => self.failed(&batch_id, now, &mut effects),
            Input::Online => self.retry.forgive(),
            Input::Hidden => self.hidden = true,
            Input::Shown => {
                self.hidden = false;
                self.retry.forgive();
            }
            Input::Leaving => {
                self.leave(now, &mut effects);
                return effects;
            }
            Input::Identify(user) => self.identify(&user, &mut effects),
            Input::Reset => self.reset(now, &mut effects),
            Input::OptOut => self.opt_out(now, &mut effects),
            Input::OptIn => self.opt_in(now, &mut effects),
            Input::Adopt { owner, records } => self.adopt(&owner, records, now, &mut effects),
            Input::Restored(stored) => self.restart(stored, now, &mut effects),
        }
        self.advance(now, may_send, &mut effects);
        effects
    }

    /// What the tracker cost the page's main thread since this was last told: altogether, and of it for a call of `track()`, if there was
    /// one, in microseconds.
    pub fn spent(&mut self, busy_us: u64, track_us: u64) {
        self.overhead.add(busy_us, track_us);
    }

    /// Events that are not settled yet, sealed ones included.
    pub fn queue_size(&self) -> usize {
        self.queue.len()
    }

    /// The visitor and the session, for the page to show.
    pub fn ids(&self) -> (&str, &str) {
        (&self.identity.visitor, &self.session.id)
    }
}
