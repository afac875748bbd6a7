use super::BatchError;
use crate::limits::MAX_OBJECT_MEMBERS;
use crate::violation::{Violation, ViolationCode};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A JSON document, checked for form and otherwise unread.
pub(super) fn json(body: &[u8]) -> Result<&RawValue, BatchError> {
    serde_json::from_slice(body).map_err(|error| BatchError::NotJson(error.to_string()))
}

/// The members of an object in order, their values unread. Of a name that stands twice both come; the last one wins, as in browsers.
pub(super) fn members(raw: &RawValue) -> Result<Vec<Member<'_>>, Violation> {
    let Part { list, count } = first_members(raw)?;
    if count > MAX_OBJECT_MEMBERS {
        return Err(Violation::new(ViolationCode::TooManyItems, "", "an object has at most 200 members"));
    }
    Ok(list)
}

/// The first of them, however many there are.
pub(super) fn first_members(raw: &RawValue) -> Result<Part<Member<'_>>, Violation> {
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    let members = deserializer.deserialize_map(FirstMembers { max: MAX_OBJECT_MEMBERS });
    members.map_err(|_| Violation::new(ViolationCode::WrongType, "", "expected a JSON object"))
}

/// The first items of a list, unread, at most `max`; `None` for null.
pub(super) fn items<'a>(raw: &'a RawValue, field: &'static str, max: usize) -> Result<Option<Part<&'a RawValue>>, Violation> {
    if raw.get() == "null" {
        return Ok(None);
    }
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    let items = deserializer.deserialize_seq(FirstItems { max });
    items.map(Some).map_err(|_| Violation::new(ViolationCode::WrongType, field, "expected a list"))
}

/// A member's name and its value.
pub(super) type Member<'a> = (Cow<'a, str>, &'a RawValue);

/// The beginning of an object or a list: a megabyte of JSON may hold half a million parts, and nobody wants more of them than are allowed.
pub(super) struct Part<T> {
    /// The first parts.
    pub(super) list: Vec<T>,
    /// How many there are of them, and of those that were left out.
    pub(super) count: usize,
}

struct FirstMembers {
    max: usize,
}

impl<'de> Visitor<'de> for FirstMembers {
    type Value = Part<Member<'de>>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::with_capacity(16);
        while list.len() < self.max {
            match map.next_entry()? {
                Some((Name(name), value)) => list.push((name, value)),
                None => return Ok(Part { count: list.len(), list }),
            }
        }
        let mut count = list.len();
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Part { list, count })
    }
}

struct FirstItems {
    max: usize,
}

impl<'de> Visitor<'de> for FirstItems {
    type Value = Part<&'de RawValue>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while list.len() < self.max {
            match items.next_element()? {
                Some(item) => list.push(item),
                None => return Ok(Part { count: list.len(), list }),
            }
        }
        let mut count = list.len();
        while items.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Part { list, count })
    }
}

/// A member's name, borrowed from the body unless it holds escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}
