use crate::analytics::names::Names;
use crate::analytics::recent::Recent;
use crate::analytics::view::View;
use crate::rejection::Rejection;
use crate::rollup::{Origin, Profile};

/// Stands for what is not known.
const NONE: u32 = u32::MAX;

/// What a session was made with, and where it came from, as numbers of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits([u32; 6]);

impl Traits {
    /// Nothing is known.
    pub const UNKNOWN: Traits = Traits([NONE; 6]);

    /// Takes what is not known yet from those of a later event.
    pub fn complete(&mut self, later: Traits) {
        for (own, later) in self.0.iter_mut().zip(later.0) {
            *own = if *own == NONE { later } else { *own };
        }
    }

    /// Device, operating system, browser, country, source and channel.
    pub fn texts(self, names: &Names) -> [Option<String>; 6] {
        self.0.map(|number| Some(number).filter(|number| *number != NONE).map(|number| names.text(number).to_owned()))
    }
}

/// The traits of a chunk's visits.
#[derive(Debug)]
pub struct InChunk {
    profiles: Vec<[u32; 4]>,
    origins: Vec<[u32; 2]>,
}

impl InChunk {
    /// Numbers all that occurs in a chunk.
    pub fn of<'a>(view: &'a View, names: &mut Names) -> Result<InChunk, Rejection> {
        let mut recent = Recent::default();
        let mut number = |text: Option<&'a str>| text.map_or(Ok(NONE), |text| recent.number(text, || names.number(text)));
        let mut profiles = Vec::with_capacity(view.chunk.profiles.len());
        for Profile { device, os, browser, country, .. } in &view.chunk.profiles {
            profiles.push([number(device.as_deref())?, number(os.as_deref())?, number(browser.as_deref())?, number(country.as_deref())?]);
        }
        let mut origins = Vec::with_capacity(view.origins.origins.len());
        for origin in &view.origins.origins {
            // A session that has shown nothing yet may still do so.
            let shown = if is_shown(origin) { [number(origin.source.as_deref())?, number(origin.channel.as_deref())?] } else { [NONE; 2] };
            origins.push(shown);
        }
        Ok(InChunk { profiles, origins })
    }

    /// Those of a visit.
    pub fn of_visit(&self, view: &View, visit: usize) -> Traits {
        let profile = view.profile(visit).and_then(|code| self.profiles.get(code));
        let origin = view.origins.codes.get(visit).and_then(|code| self.origins.get(*code as usize));
        let [device, os, browser, country] = profile.copied().unwrap_or([NONE; 4]);
        let [source, channel] = origin.copied().unwrap_or([NONE; 2]);
        Traits([device, os, browser, country, source, channel])
    }
}

/// Whether an event said anything of where it came from. The channel alone, `direct`, is said of those that did not.
fn is_shown(origin: &Origin) -> bool {
    let Origin { referrer, channel: _, source, medium, campaign, term, content, click_id } = origin;
    [referrer, source, medium, campaign, term, content, click_id].into_iter().any(Option::is_some)
}
