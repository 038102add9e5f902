//! Options declared once: struct, default, readers, setters, ranges and their description.

/// Declares a struct of options.
///
/// ```text
/// options! {
///     /// How funnels are counted.
///     #[derive(Debug, Clone, PartialEq, Serialize)]
///     pub struct FunnelOptions needs steps {
///         /// The steps.
///         pub steps: Vec<FunnelStep> = Vec::new(),
///         /// What is counted.
///         pub unit: Unit = Unit::Journeys; set (Unit),
///         /// Confidence of the intervals.
///         pub confidence: f64 = 0.95; in CONFIDENCE,
///     }
/// }
/// ```
///
/// From this come `Default`, the readers of `fields!` (`or model by one_or_many` as there),
/// setters, `check_ranges`, and with the feature `schema` a description.
///
/// - `with Format`: the field `format`, whose fields are given beside the others.
/// - `needs`: fields whose default is not enough; users must give them.
/// - `or Names`: read from names alone too, by way of `From<Names>`.
/// - `in 0.0..=1.0`: each number of the field lies in that range; `in Positive`: a duration.
/// - `set (Unit)`: a setter that takes this type, or what turns into it (`impl Into<Names>`);
///   `set ()` switches on what is off by default.
macro_rules! options {
    (
        $(#[doc = $about:literal])*
        #[derive($($derive:ident),+)]
        pub struct $name:ident
            $(or $short:ident)? $(needs $($required:ident),+)? $(with $format:ident)?
        {
            $(
                $(#[doc = $doc:literal])*
                pub $field:ident: $type:ty = $default:expr
                $(; or $alias:ident by $read:path)?
                $(; in $range:expr)?
                $(; set $set:tt)?
            ),+ $(,)?
        }
    ) => {
        $(#[doc = $about])*
        #[derive($($derive),+)]
        pub struct $name {
            $(
                $(#[doc = $doc])*
                #[doc = concat!("\n\nDefault: `", stringify!($default), "`.")]
                pub $field: $type
            ),+
            $(
                ,
                /// How its rows and cells are written; as options, these stand beside the others.
                #[serde(skip_serializing_if = "crate::declare::is_default")]
                pub format: $format
            )?
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default),+ $(, format: $format::default())? }
            }
        }

        $crate::declare::reader!($name $(or $short)? $(with $format)?: $($field $(or $alias by $read)?),+);
        $crate::declare::ranges!($name: $($($field in $range)?),+);
        $crate::declare::setters!($name: $($($field $set)?),+);

        #[cfg(feature = "schema")]
        impl $crate::schema::Describe for $name {
            fn describe(into: &mut $crate::schema::Schema) -> $crate::schema::Kind {
                let short = $crate::schema::list(&[$(stringify!($short))?]).is_some();
                let required: &[&str] = &[$($(stringify!($required)),+)?];
                let fields: fn(&mut $crate::schema::Schema) -> Vec<$crate::schema::Field> = |into| vec![
                    $($crate::schema::Field {
                        name: $crate::fields::bare(stringify!($field)),
                        alias: $crate::schema::list(&[$(stringify!($alias))?]),
                        kind: <$type as $crate::schema::Describe>::describe(into),
                        required: false,
                        range: $crate::limits::ends(&[$(&$range)?]),
                        default: $crate::schema::json::<$type>(&$default),
                        doc: concat!($($doc, "\n"),*),
                    }),+
                ];
                let further: &[fn(&mut $crate::schema::Schema) -> $crate::schema::Kind] =
                    &[$($format::describe)?];
                into.table(stringify!($name), concat!($($about, "\n"),*), short, required, fields, further)
            }
        }
    };
}
pub(crate) use options;

/// The reader of a struct of options; with a short form also from names alone.
macro_rules! reader {
    ($name:ident $(with $format:ident)?: $($fields:tt)+) => {
        $crate::fields::fields!($name $(with $format)?: $($fields)+);
    };
    ($name:ident or Names: $($fields:tt)+) => {
        $crate::fields::named_fields!($name: $($fields)+);

        impl $crate::options::FromJson for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Error> {
                $crate::fields::short_or_long(value, Self::from_fields)
            }
        }
        $crate::from_json::deserialize!($name);
    };
}
pub(crate) use reader;

/// Whether options are what they are where nothing is given: then no definition names them.
pub(crate) fn is_default<T: Default + PartialEq>(options: &T) -> bool {
    *options == T::default()
}

/// `check_ranges`, where a field has a range; the compiler says where it is not called.
macro_rules! ranges {
    ($name:ident: $(,)*) => {};
    ($name:ident: $($($field:ident in $range:expr)?),+) => {
        impl $name {
            /// Checks every field against the range that is declared with it.
            pub(crate) fn check_ranges(&self) -> $crate::Result<()> {
                $($($crate::limits::Within::within(&self.$field, stringify!($field), &$range)?;)?)+
                Ok(())
            }
        }
    };
}
pub(crate) use ranges;

/// Setters that consume the options and return them.
macro_rules! setters {
    ($name:ident: $(,)*) => {};
    ($name:ident: $($($field:ident $set:tt)?),+) => {
        impl $name {
            $($($crate::declare::setter!($field $set);)?)+
        }
    };
}
pub(crate) use setters;

/// One setter.
macro_rules! setter {
    ($field:ident ()) => {
        #[doc = concat!("Switches on [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        pub fn $field(mut self) -> Self {
            self.$field = true;
            self
        }
    };
    ($field:ident (impl Into<$type:ty>)) => {
        // No link: a field such as `r#where` has none.
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        pub fn $field(mut self, $field: impl Into<$type>) -> Self {
            let $field: $type = $field.into();
            self.$field = $field.into();
            self
        }
    };
    ($field:ident ($type:ty)) => {
        // No link: a field such as `r#where` has none.
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        pub fn $field(mut self, $field: $type) -> Self {
            self.$field = $field.into();
            self
        }
    };
}
pub(crate) use setter;
