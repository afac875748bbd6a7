use event_model::clip_line;
use event_model::limits::MAX_LINE;

/// Where in the world a request came from, as the platform knows it from the network. It reads that from the sender's address; we do not
/// ask for the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// ISO 3166-1, two letters.
    pub country: Option<String>,
    /// The name of a part of the country.
    pub region: Option<String>,
    /// The name of a town.
    pub city: Option<String>,
    /// The data centre that took the request: three letters, those of its airport.
    pub colo: Option<String>,
}

impl Place {
    /// Reads the platform's members of these names.
    pub fn read(member: impl Fn(&'static str) -> Option<String>) -> Place {
        let line = |name| member(name).map(|text| clip_line(&text, MAX_LINE)).filter(|line| !line.is_empty());
        Place {
            // `XX` is nobody's country, and `T1` stands for the Tor network, which hides it.
            country: member("country").filter(|code| is_letters(code, 2) && code != "XX"),
            region: line("region"),
            city: line("city"),
            colo: member("colo").filter(|code| is_letters(code, 3)),
        }
    }
}

fn is_letters(code: &str, count: usize) -> bool {
    code.len() == count && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(members: &[(&str, &str)]) -> Place {
        Place::read(|name| members.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_place_is_codes_and_lines() {
        let graz = place(&[("country", "AT"), ("region", "Styria"), ("city", " Graz\n"), ("colo", "VIE"), ("postalCode", "8010")]);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(graz, Place { country: some("AT"), region: some("Styria"), city: some("Graz"), colo: some("VIE") });
    }

    #[test]
    fn what_is_no_place_is_none() {
        assert_eq!(place(&[]), Place::default());
        for country in ["XX", "T1", "", "at", "AUT", "Ö"] {
            assert_eq!(place(&[("country", country), ("city", "  "), ("colo", "vienna")]), Place::default(), "{country}");
        }
    }
}
