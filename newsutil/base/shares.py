"""Bands: how far chance may move a share or a rate, when the articles of one day come together too."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv, ndtri

_LEVEL = 0.95
_FEWEST_DAYS = 10  # fewer degrees of freedom say little about how articles come together


def share_band(count: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper end of Wilson's 95 % band of a share; missing where the total is 0.

    >>> low, high = share_band(np.array([0, 5]), np.array([30, 30]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.073], [0.114, 0.336])
    """
    deviation = ndtri((1 + _LEVEL) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, scale = count / total, 1 + deviation**2 / total
        middle = (share + deviation**2 / (2 * total)) / scale
        spread = np.sqrt(share * (1 - share) / total + deviation**2 / (4 * total**2)) * deviation / scale
    known = total > 0
    low = np.where(known, np.where(count == 0, 0.0, middle - spread), np.nan)
    return low, np.where(known, np.where(count == total, 1.0, middle + spread), np.nan)


def rate_band(hits: np.ndarray, squares: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper end of the 95 % band of a number of hits, when the hits of one article come together.

    ``squares`` are the sums of the squares of the articles' hits, ``most`` the most hits in one article.  With fewer
    than five articles that have several hits each the band may be too narrow: the largest is still unknown.
    """
    tail = (1 - _LEVEL) / 2
    most = np.maximum(most, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = squares / (2 * hits) * _chi2_quantile(tail, 2 * hits**2 / squares)
    above, spread = hits + most, squares + most**2
    high = spread / (2 * above) * _chi2_quantile(1 - tail, 2 * above**2 / spread)
    return np.where(hits > 0, low, 0.0), high


def _chi2_quantile(share: float, freedom: np.ndarray) -> np.ndarray:
    """As ``scipy.stats.chi2.ppf``, whose module takes as long to load as four years of news to count."""
    return np.asarray(2 * gammaincinv(freedom / 2, share))


def dispersion(count: np.ndarray, total: np.ndarray, days: np.ndarray, uneven: np.ndarray) -> np.ndarray:
    """How much more a keyword's articles vary from day to day, within periods, than by chance; 1 at least.

    3 says that they vary as if they came in threes, as articles about one event do.  It is Pearson's chi-squared
    divided by its degrees of freedom (McCullagh & Nelder 1989, section 4.5), over the days of each period, so that a
    rise from one period to the next does not count.  Arrays have a row for each keyword and group, a column for each
    period: articles with the keyword, all articles, days on which any were printed, and ``uneven``, the sum over the
    days of the square of the articles with the keyword, divided by the articles of the day.

    Thirty of 300 articles in a month, one on each of thirty days, and three on each of ten:

    >>> month = np.array([[30]]), np.array([[300]]), np.array([[30]])
    >>> [dispersion(*month, np.array([[uneven]])).round(2).item() for uneven in (30 * 1 / 10, 10 * 9 / 10)]
    [1.0, 2.3]
    """
    told = (count > 0) & (count < total) & (days > 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        chi2 = (uneven - count**2 / total) * total**2 / (count * (total - count))
        freedom = np.where(told, days - 1, 0).sum(axis=1)
        found = np.where(told, chi2, 0).sum(axis=1) / freedom
    return np.where(freedom >= _FEWEST_DAYS, np.maximum(found, 1), 1)
