//! What stands in the place of what went. All are shorter than whatever grows by them may be long, and none is found by a rule again.

/// For a value that went for its name.
pub(super) const REDACTED: &str = "\"[redacted]\"";
/// For an e-mail address.
pub(super) const EMAIL: &str = "[email]";
/// For a card number.
pub(super) const CARD: &str = "[card]";
/// For what was too deep or too large, and for the rest of a list.
pub(super) const CUT: &str = "\"[cut]\"";
/// The name of the member that stands for the rest of an object; its value is [`CUT`].
pub(super) const MORE: &str = "…";
/// The end of a text that was too long.
pub(super) const TAIL: &str = "…[cut]";
/// How many characters that end has.
pub(super) const TAIL_LENGTH: usize = 6;
