"""People's names, and numbers that callers have. Nobody real is meant."""

import random
from typing import Final

MEN: Final = (
    "Aziz", "Botir", "Davron", "Doston", "Elyor", "Farhod", "Jahongir", "Jasur", "Kamol", "Laziz", "Mansur",
    "Murod", "Nodir", "Odil", "Oybek", "Rustam", "Sanjar", "Sardor", "Sherzod", "Shuhrat", "Temur", "Ulugʻbek",
    "Umid", "Xurshid", "Zafar", "Bekzod", "Islom", "Otabek", "Ravshan", "Akmal",
)  # fmt: skip
WOMEN: Final = (
    "Aziza", "Barno", "Dilfuza", "Dilnoza", "Feruza", "Gulnora", "Iroda", "Kamola", "Lola", "Madina", "Malika",
    "Nargiza", "Nigora", "Nilufar", "Nodira", "Oydin", "Ozoda", "Sevara", "Shahnoza", "Zilola",
)  # fmt: skip
FAMILIES: Final = (
    "Abdullayev", "Ahmedov", "Aliyev", "Boboyev", "Ergashev", "Gʻaniyev", "Hakimov", "Hamroyev", "Ibragimov",
    "Ismoilov", "Jalilov", "Joʻrayev", "Karimov", "Mahmudov", "Mirzayev", "Nazarov", "Normatov", "Olimov",
    "Oripov", "Qodirov", "Qosimov", "Rahimov", "Rashidov", "Saidov", "Sattorov", "Sobirov", "Sultonov",
    "Tojiyev", "Toshpoʻlatov", "Tursunov", "Umarov", "Usmonov", "Xolmatov", "Xudoyberdiyev", "Yoʻldoshev",
    "Yusupov", "Zokirov", "Shodmonov", "Egamberdiyev", "Haydarov",
)  # fmt: skip

_SHARE_OF_WOMEN: Final = 0.18
_MOBILE_CODES: Final = ("33", "50", "77", "88", "90", "91", "93", "94", "95", "97", "98", "99")


def draw_name(rng: random.Random) -> str:
    """A name as a roster has it: `Karimov Jasur`, `Karimova Malika`."""
    family = rng.choice(FAMILIES)
    if rng.random() < _SHARE_OF_WOMEN:
        return f"{family}a {rng.choice(WOMEN)}"
    return f"{family} {rng.choice(MEN)}"


def draw_number(rng: random.Random) -> str:
    """A mobile number of a subscriber block that begins with 000, which no operator gives out."""
    return f"+998{rng.choice(_MOBILE_CODES)}000{rng.randrange(10_000):04d}"
