use std::borrow::Cow;

/// Why one event, or one field of a batch, is refused. A closed set: the codes are part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum ViolationCode {
    /// A field that must be there is absent or null.
    MissingField,
    /// A field that the contract does not know. Taking it silently would lose what a typo meant.
    UnknownField,
    /// The JSON type is another one than the field has.
    WrongType,
    /// An empty text where an empty text says nothing.
    EmptyField,
    /// A text longer than its limit.
    TooLong,
    /// A character that the field does not allow.
    InvalidCharacters,
    /// A number below or above its bounds.
    OutOfRange,
    /// A word that is none of the listed ones.
    UnknownValue,
    /// A JSON object with more bytes than its limit.
    TooLarge,
    /// A list with more items than its limit.
    TooManyItems,
    /// The id carries no time of its own, so the event must say when it happened; else a retry could not be told from a new event.
    OccurredAtRequired,
    /// The time lies more than a day ahead of the server's.
    OccurredAtInFuture,
    /// The time lies before the year 2000: most likely seconds instead of milliseconds.
    OccurredAtImplausible,
}

impl ViolationCode {
    /// The stable code that answers carry.
    pub fn as_str(self) -> &'static str {
        match self {
            ViolationCode::MissingField => "missing_field",
            ViolationCode::UnknownField => "unknown_field",
            ViolationCode::WrongType => "wrong_type",
            ViolationCode::EmptyField => "empty_field",
            ViolationCode::TooLong => "too_long",
            ViolationCode::InvalidCharacters => "invalid_characters",
            ViolationCode::OutOfRange => "out_of_range",
            ViolationCode::UnknownValue => "unknown_value",
            ViolationCode::TooLarge => "too_large",
            ViolationCode::TooManyItems => "too_many_items",
            ViolationCode::OccurredAtRequired => "occurred_at_required",
            ViolationCode::OccurredAtInFuture => "occurred_at_in_future",
            ViolationCode::OccurredAtImplausible => "occurred_at_implausible",
        }
    }
}

/// One thing wrong with an event: the code, the field it was found in, and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The stable code.
    pub code: ViolationCode,
    /// The field's path on the wire, as `type` or `actor.id`.
    pub field: Cow<'static, str>,
    /// What was expected, for people.
    pub detail: Cow<'static, str>,
}

impl Violation {
    /// A violation of `field`.
    pub fn new(code: ViolationCode, field: impl Into<Cow<'static, str>>, detail: impl Into<Cow<'static, str>>) -> Violation {
        Violation { code, field: field.into(), detail: detail.into() }
    }

    /// The same violation, found inside `parent`: `id` within `actor` becomes `actor.id`, and a fault of the whole keeps the parent's name.
    pub fn within(self, parent: &'static str) -> Violation {
        if self.field.is_empty() {
            return Violation { field: Cow::Borrowed(parent), ..self };
        }
        let mut field = String::with_capacity(parent.len() + 1 + self.field.len());
        field.push_str(parent);
        field.push('.');
        field.push_str(&self.field);
        Violation { field: Cow::Owned(field), ..self }
    }
}
