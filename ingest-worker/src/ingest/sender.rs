use super::device::{fill_in, Agent};
use super::place::Place;
use event_model::decode::ReadBatch;
use event_model::Device;

/// What a request says of who sent it, for batches that come from a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// Where it came from.
    pub place: Place,
    /// Whether a program and no person sent it, as far as it says so or is known for it.
    pub bot: bool,
    /// Whether its key is public: whoever looks into a page's source may have sent it.
    pub is_public: bool,
}

/// Fills in what a browser's tracker leaves to its request: type, operating system and browser; what the batch says wins. And tells the
/// rest that only the request knows. Nothing of it is known of batches that do not come from a page.
pub fn recognise(batch: &mut ReadBatch, header: impl Fn(&'static str) -> Option<String>, place: impl FnOnce() -> Place) -> Sender {
    if !is_from_a_page(batch) {
        return Sender::default();
    }
    let agent = Agent::read(header);
    let bot = fill_in(&mut batch.context.device, &agent);
    Sender { place: place(), bot, is_public: false }
}

/// Whether the request comes from the device that its batch speaks of. A server that writes in its visitors' names has a user agent too,
/// its own; only a tracker within a page names its instance and says what nobody but the browser knows.
pub(super) fn is_from_a_page(batch: &ReadBatch) -> bool {
    let Device { screen, language, timezone, .. } = &batch.context.device;
    batch.instance_id.is_some() && (screen.is_some() || language.is_some() || timezone.is_some())
}
