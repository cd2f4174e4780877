"""What operators write down when somebody calls, by the code of the incident's type."""

import random
from typing import Final

# `{…}` is drawn from `_WORDS`.
TITLES: Final[dict[str, tuple[str, ...]]] = {
    "mass_disorder": ("Olomon toʻplangan, tartib buzilmoqda", "Stadion oldida ommaviy tartibsizlik"),
    "shooting": ("Oʻq ovozi eshitilgan", "Noma’lum shaxs havoga oʻq uzgan"),
    "bomb_threat": (
        "Binoga bomba qoʻyilgani haqida qoʻngʻiroq",
        "{bino}da portlovchi qurilma borligi aytilgan",
    ),
    "fight": (
        "{joy}da mushtlashuv, {son} nafar qatnashchi",
        "Yoshlar orasida janjal va mushtlashuv",
        "Choyxonada mast odamlar mushtlashmoqda",
        "Qoʻshnilar janjali mushtlashuvga aylangan",
    ),
    "noise": (
        "Qoʻshni xonadonda tungi shovqin",
        "Toʻyxonada baland musiqa",
        "Hovlida shovqin, qoʻshnilar shikoyati",
        "Qurilishda tunda ish olib borilmoqda",
    ),
    "suspicious_object": ("{joy}da egasiz sumka", "{bino} yonida shubhali quti", "Egasiz qolgan avtomobil"),
    "robbery": (
        "{bino}ga bosqinchilik",
        "Koʻchada qoʻl telefoni tortib olingan",
        "Yoʻlovchiga hujum qilib, puli olingan",
    ),
    "assault": (
        "Fuqaroga pichoq bilan hujum",
        "Erkak kishi kaltaklangan, jarohati bor",
        "Ayolga tan jarohati yetkazilgan",
    ),
    "burglary": (
        "Xonadonga oʻgʻri kirgan",
        "Uyning derazasi buzilgan, ichkarida kimdir bor",
        "Doʻkon qulfi buzilgan",
    ),
    "theft": (
        "{joy}da hamyon oʻgʻirlangan",
        "Velosiped oʻgʻirlab ketilgan",
        "Supermarketda oʻgʻirlik, gumondor ushlab turilibdi",
        "Telefon oʻgʻirlangan",
        "Avtomobildan buyumlar oʻgʻirlangan",
    ),
    "vehicle_theft": ("{mashina} olib qochilgan", "Uy oldidan {mashina} oʻgʻirlangan"),
    "drugs": ("{joy}da shubhali savdo", "Kirish yoʻlagida giyohvandlar toʻplangan"),
    "vandalism": (
        "Avtobus bekati oynasi sindirilgan",
        "Devorga yozuvlar yozilgan",
        "Bolalar maydonchasi buzilgan",
    ),
    "cyber_fraud": (
        "Plastik kartadan pul yechib olingan",
        "Soxta bank xodimi kodni olgan",
        "Internet orqali firibgarlik, tovar kelmagan",
    ),
    "road_accident": (
        "{mashina} va {mashina} toʻqnashuvi",
        "Chorrahada ikki avtomobil toʻqnashgan",
        "{mashina} toʻsiqqa urilgan",
        "Uch avtomobil ketma-ket urilgan",
    ),
    "road_accident_injured": (
        "Piyodani {mashina} urib ketgan",
        "{mashina} agʻdarilgan, jabrlanganlar bor",
        "Velosipedchini avtomobil urgan",
        "Toʻqnashuv, {son} kishi jarohat olgan",
    ),
    "dangerous_driving": (
        "{mashina} katta tezlikda poyga qilmoqda",
        "Mast haydovchi, {mashina}",
        "Qarama-qarshi yoʻnalishda harakat",
    ),
    "road_obstacle": (
        "Yoʻlga daraxt qulagan",
        "Svetofor ishlamayapti",
        "Yoʻlda katta chuqur",
        "Yuk mashinasi yoʻlni toʻsgan",
    ),
    "building_fire": (
        "Koʻp qavatli uyda yongʻin",
        "Xonadonda yongʻin, ichkarida odamlar bor",
        "{bino}da yongʻin",
        "Omborxonada yongʻin",
    ),
    "vehicle_fire": ("{mashina} yonmoqda", "Avtobusdan alanga chiqmoqda"),
    "open_fire": ("Quruq oʻt yonmoqda", "Chiqindixona yonmoqda", "Kanal boʻyida qamish yonmoqda"),
    "smoke": ("Uy tomidan tutun chiqmoqda", "Yertoʻladan tutun hidi", "{bino}da tutun"),
    "flood": ("Hovlilarni suv bosmoqda", "Kanal toshgan, yoʻl suv ostida"),
    "mudflow": ("Soydan sel kelmoqda", "Sel yoʻlni yuvib ketgan"),
    "earthquake": ("Zilziladan soʻng devor yorilgan",),
    "avalanche": ("Dovonda qor koʻchkisi, yoʻl yopilgan",),
    "extreme_weather": (
        "Kuchli shamol tomni uchirgan",
        "Kuchli shamol simlarni uzgan",
        "Jala: koʻchalar suvga toʻlgan",
    ),
    "chemical_release": ("Sanoat hududida oʻtkir hid", "Xlor sizishi haqida xabar"),
    "industrial_accident": ("Zavodda ishchi jarohat olgan", "Qurilishda kran agʻdarilgan"),
    "air_quality": ("Kuchli tutun va hid, nafas olish qiyin", "Chiqindi yoqilmoqda, havo ifloslangan"),
    "radiation": ("Metall qabul qilish joyida shubhali manba",),
    "gas_leak": ("Xonadonda gaz hidi", "Koʻchada gaz quvuri shikastlangan", "Podyezdda kuchli gaz hidi"),
    "water_break": ("Suv quvuri yorilgan, koʻchani suv bosdi", "Yertoʻlaga suv toʻlmoqda"),
    "heat_outage": ("Uyda isitish oʻchgan", "Bogʻchada isitish ishlamayapti"),
    "power_outage": ("Mahallada elektr yoʻq", "Transformator uchqunlamoqda", "Sim uzilib yerda yotibdi"),
    "perimeter_breach": ("Obyekt devori oshib oʻtilgan", "Perimetr datchigi ishga tushdi"),
    "intrusion": ("Qoʻriqlanadigan obyektda harakat sezildi", "Transformator stansiyasiga begona kirgan"),
    "family_conflict": (
        "Oilaviy janjal, baqir-chaqir eshitilmoqda",
        "Er-xotin oʻrtasida janjal",
        "Ota-oʻgʻil janjali",
        "Turmush oʻrtogʻi uyga kiritmayapti",
    ),
    "missing_person": (
        "{yosh} yoshli bola uyga qaytmagan",
        "Keksa kishi uydan chiqib qaytmagan",
        "{yosh} yoshli qiz maktabdan qaytmagan",
    ),
    "found_child": ("{joy}da adashgan bola", "Kichkina bola yolgʻiz yuribdi"),
    "medical_assist": ("Tez yordamga eshikni ochishda koʻmak kerak", "Shifokorlarga tajovuz, yordam kerak"),
    "unconscious_person": ("{joy}da hushsiz odam yotibdi", "Bekatda erkak yiqilib tushgan"),
    "officer_needs_help": ("Xodimga zudlik bilan yordam kerak",),
    "camera_outage": ("Kamera signali yoʻq", "Kamera yoʻnalishi oʻzgargan"),
    "sensor_outage": ("Datchik maʼlumot yubormayapti",),
    "other": (
        "Maslahat soʻralmoqda",
        "Daydi itlar bolalarga hamla qilmoqda",
        "Lift ichida odam qolib ketgan",
    ),
}
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "joy": (
        "Bozor",
        "Bekat",
        "Istirohat bogʻi",
        "Vokzal",
        "Avtoshohbekat",
        "Maktab oldi",
        "Metro kiraverishi",
    ),
    "bino": ("Maktab", "Savdo markazi", "Bank filiali", "Dorixona", "Restoran", "Yotoqxona", "Kasalxona"),
    "mashina": ("Cobalt", "Lacetti", "Nexia", "Matiz", "Spark", "Malibu", "Damas", "Tracker", "Labo", "Onix"),
    "son": ("2", "3", "4", "5", "6"),
    "yosh": ("5", "7", "9", "11", "12", "14"),
}

# How often each type is called for, in a thousand.
SHARES: Final[dict[str, float]] = {
    "road_accident": 128, "road_accident_injured": 34, "dangerous_driving": 46, "road_obstacle": 34,
    "family_conflict": 112, "noise": 84, "fight": 66, "theft": 84, "cyber_fraud": 52, "burglary": 24,
    "vehicle_theft": 9, "robbery": 9, "assault": 17, "drugs": 13, "vandalism": 22, "suspicious_object": 15,
    "medical_assist": 44, "unconscious_person": 26, "missing_person": 19, "found_child": 7, "gas_leak": 19,
    "water_break": 13, "power_outage": 20, "heat_outage": 9, "building_fire": 12, "vehicle_fire": 6,
    "open_fire": 13, "smoke": 10, "intrusion": 9, "perimeter_breach": 7, "extreme_weather": 5, "flood": 1.5,
    "mudflow": 0.6, "industrial_accident": 1.6, "chemical_release": 0.6, "air_quality": 7, "bomb_threat": 0.6,
    "mass_disorder": 0.4, "shooting": 0.5, "officer_needs_help": 1.6, "camera_outage": 8, "sensor_outage": 3,
    "other": 38, "earthquake": 0.1, "avalanche": 0.05, "radiation": 0.1,
}  # fmt: skip


def title_of(rng: random.Random, code: str, *, fallback: str) -> str:
    """A title for an incident of this type; `fallback` for a type that the demo does not know."""
    template = rng.choice(TITLES.get(code, (fallback,)))
    return template.format_map({word: rng.choice(words) for word, words in _WORDS.items()})
