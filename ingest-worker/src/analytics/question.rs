use super::dimension::Dimension;
use super::filter::Filter;
use super::view::View;
use super::zone::Zone;
#[cfg(test)]
use crate::query::parameters::recorder;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use event_model::clip_line;
use serde::Serialize;

const DEFAULT_DAYS: u64 = 30;
const DEFAULT_LIMIT: i64 = 10;
const MAX_LIMIT: i64 = 100;

/// What most questions take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// Which time.
    pub range: TimeRange,
    /// The zone of days, weeks and months.
    pub zone: Zone,
    /// Which events.
    pub filter: Filter,
    /// The period right before as well.
    pub previous: Option<TimeRange>,
    /// When the question was asked.
    pub now: u64,
}

impl Common {
    /// Takes time, time zone, filters and `compare`.
    pub fn take(parameters: &mut Parameters, now: u64) -> Result<Common, Rejection> {
        let common = Common::of_time(parameters, now)?;
        let compares = parameters.choice_if_any("compare", &[("previous", ())])?.is_some();
        let previous = if compares { Some(before(common.range, now)?) } else { None };
        Ok(Common { filter: Filter::take(parameters)?, previous, ..common })
    }

    /// Takes time and time zone alone: all events, and no comparison.
    pub fn of_time(parameters: &mut Parameters, now: u64) -> Result<Common, Rejection> {
        let zone = Zone::take(parameters)?;
        let range = TimeRange::take_in(parameters, now, &zone.rules)?.unwrap_or(TimeRange::last_days(DEFAULT_DAYS, now));
        Ok(Common { range, zone, filter: Filter::default(), previous: None, now })
    }

    /// How many periods are counted: with a comparison two.
    pub fn periods(&self) -> usize {
        1 + usize::from(self.previous.is_some())
    }

    /// Fails when a comparison is asked for, of a question that has none.
    pub fn refuse_comparison(&self) -> Result<(), Rejection> {
        #[cfg(test)]
        recorder::withdraw("compare");
        self.previous.map_or(Ok(()), |_| Err(Rejection::parameter("compare", "this question has no comparison")))
    }
}

impl Common {
    /// The paths into `metadata` that the filter and these dimensions need.
    pub fn metadata<'a>(&self, dimensions: impl IntoIterator<Item = &'a Dimension>) -> Vec<String> {
        let of_filter = self.filter.metadata().map(str::to_owned);
        of_filter.chain(dimensions.into_iter().filter_map(|one| one.metadata().map(str::to_owned))).collect()
    }
}

/// The period of the same length that ends where this one begins.
fn before(range: TimeRange, now: u64) -> Result<TimeRange, Rejection> {
    let fault = || Rejection::parameter("compare", "needs a range that has begun: with all or without from there is nothing before it");
    let from = range.from.ok_or_else(fault)?;
    let length = range.until.unwrap_or(now).checked_sub(from).filter(|length| *length > 0).ok_or_else(fault)?;
    Ok(TimeRange { from: Some(from.saturating_sub(length)), until: Some(from) })
}

/// Takes `limit`: items of a list.
pub fn take_limit(parameters: &mut Parameters) -> Result<usize, Rejection> {
    let limit = parameters.number_or("limit", 1..=MAX_LIMIT, DEFAULT_LIMIT)?;
    Ok(usize::try_from(limit).unwrap_or(usize::MAX))
}

/// Takes a parameter that names a dimension.
pub fn take_dimension(parameters: &mut Parameters, parameter: &str) -> Result<Option<Dimension>, Rejection> {
    let Some(name) = parameters.text(parameter)? else { return Ok(None) };
    Dimension::parse(&name).map(Some).ok_or_else(|| unknown_dimension(parameter, &name))
}

/// Refuses a name that is no dimension's.
pub fn unknown_dimension(parameter: &str, name: &str) -> Rejection {
    let name = clip_line(name, 80);
    Rejection::parameter(parameter.to_owned(), format!("{name} is no dimension; type, path, country, source or metadata.plan are some"))
}

/// A question: a fold over the chunks of a period, and an answer made of one or two such folds.
pub trait Question: Sized {
    /// What is known of a period while its chunks are taken.
    type Fold;
    /// What the edge adds `range`, `timezone` and `meta` to.
    type Answer: Serialize;

    /// Reads its parameters, all but `parameters.finish()`.
    fn take(parameters: &mut Parameters, now: u64) -> Result<Self, Rejection>;

    /// Range, zone and filter.
    fn common(&self) -> &Common;

    /// The columns it reads, those of the filter among them.
    fn columns(&self) -> Columns;

    /// The paths into `metadata` it reads, those of the filter among them, in any order and perhaps twice.
    fn metadata(&self) -> Vec<String> {
        self.common().metadata([])
    }

    /// What must be read to speak of a period, here and below one both ends of which are set; more than that where it looks back or ahead.
    fn span(&self, period: TimeRange) -> TimeRange {
        period
    }

    /// The moments that chunks of a period must not reach across, in ascending order, beside the limits of [`Question::span`].
    fn cuts(&self, period: TimeRange) -> Result<Vec<u64>, Rejection>;

    /// A fold of a period that has taken nothing yet.
    fn start(&self, period: TimeRange) -> Result<Self::Fold, Rejection>;

    /// Takes the next chunk in the order of time. Chunks without events may be left out.
    fn fold(&self, fold: &mut Self::Fold, view: &View) -> Result<(), Rejection>;

    /// All chunks were taken: what only taking needed may go.
    fn close(&self, _: &mut Self::Fold) {}

    /// The answer, given the period asked for and, where that was asked for, the one before.
    fn answer(&self, fold: Self::Fold, previous: Option<Self::Fold>) -> Result<Self::Answer, Rejection>;

    /// The part of the question that an answer lacks, since there was no room for all of it at once. It is asked by itself.
    fn rest(&self, _: &Self::Answer) -> Option<Self> {
        None
    }

    /// Adds the answer to the rest of a question.
    fn join(_: &mut Self::Answer, _: Self::Answer) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::DAY_MS;

    const NOW: u64 = 1_771_405_200_000; // 2026-02-18T09:00:00Z

    fn common(query: &str) -> Result<Common, Rejection> {
        let mut parameters = Parameters::parse(query);
        let common = Common::take(&mut parameters, NOW)?;
        parameters.finish()?;
        Ok(common)
    }

    #[test]
    fn thirty_days_unless_told_otherwise() {
        let plain = common("").unwrap();
        assert_eq!((plain.range, plain.previous), (TimeRange { from: Some(NOW - 30 * DAY_MS), until: None }, None));
        assert_eq!(
            common("compare=previous&range=7d").unwrap().previous,
            Some(TimeRange { from: Some(NOW - 14 * DAY_MS), until: Some(NOW - 7 * DAY_MS) })
        );
        let closed = common("compare=previous&from=2000&to=2500").unwrap();
        assert_eq!(closed.previous, Some(TimeRange { from: Some(1500), until: Some(2000) }));
    }

    #[test]
    fn dates_are_days_of_the_zone() {
        let day = common("from=2026-03-29&to=2026-03-29&tz=Europe/Berlin").unwrap();
        assert_eq!((day.range.from, day.range.until), (Some(1_774_738_800_000), Some(1_774_738_800_000 + 23 * 3_600_000)));
        assert_eq!(day.zone.name, "Europe/Berlin");
    }

    #[test]
    fn faults_are_named() {
        let cases = [
            ("tz=Berlin", "tz"),
            ("compare=last", "compare"),
            ("compare=previous&range=all", "compare"),
            ("compare=previous&from=2100-01-01", "compare"),
            ("countri=DE", "countri"),
            ("country.is=DE", "country.is"),
            ("country=", "country"),
            ("country=DE,,AT", "country"),
            ("path.contains=a&path.contains=b", "path.contains"),
            ("bots=maybe", "bots"),
        ];
        for (query, field) in cases {
            assert_eq!(common(query).unwrap_err().field(), Some(field), "{query}");
        }
    }
}
