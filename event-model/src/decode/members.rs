use super::BatchError;
use crate::violation::{Violation, ViolationCode};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A JSON document, checked for form and otherwise unread.
pub(super) fn json(body: &[u8]) -> Result<&RawValue, BatchError> {
    serde_json::from_slice(body).map_err(|error| BatchError::NotJson(error.to_string()))
}

/// The members of an object in order, their values unread. Of a name that stands twice both come; the last one wins, as in browsers.
pub(super) fn members(raw: &RawValue) -> Result<Vec<(Cow<'_, str>, &RawValue)>, Violation> {
    serde_json::from_str::<Members>(raw.get())
        .map(|Members(list)| list)
        .map_err(|_| Violation::new(ViolationCode::WrongType, "", "expected a JSON object"))
}

/// The items of a list, unread; `None` for null.
pub(super) fn items<'a>(raw: &'a RawValue, field: &'static str) -> Result<Option<Vec<&'a RawValue>>, Violation> {
    serde_json::from_str(raw.get()).map_err(|_| Violation::new(ViolationCode::WrongType, field, "expected a list"))
}

/// An object as a list of its members.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::with_capacity(16);
                while let Some((Name(name), value)) = map.next_entry()? {
                    list.push((name, value));
                }
                Ok(Members(list))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
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
