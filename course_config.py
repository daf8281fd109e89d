"""The facts of the course: everything that differs between courses and terms, and nothing else.

`fairgrade/config.py` checks this file and says in one sentence what is wrong with it. It is loaded often: keep it cheap.
"""

COURSE = {
    "id": "generative-models",
    "title": "Generative Models",
    "timezone": "UTC",
    "assignments": {
        "assignment_cvae": {
            "title": "A conditional VAE of handwritten digits",
            "notebook": "cvae.ipynb",
            "files": {"cvae.pt": 32 * 2**20},
            "due": "2026-12-18T23:59:00",
            "late": {"grace_minutes": 15, "percent_per_day": 10, "days": 5},
            "seed": 20261218,
            "limits": {"notebook_seconds": 60, "call_seconds": 10},
            "exercises": {
                "prepare_data": 4,
                "one_hot": 4,
                "reparameterize": 6,
                "gaussian_kl": 5,
                "bernoulli_nll": 5,
                "cvae_loss": 4,
                "cvae_encode": 2,
                "cvae_decode": 3,
                "cvae_sample": 2,
                "train": 5,
                "evaluate": 3,
                "class_grid": 2,
                "held_out_bound": 10,
                "conditional_accuracy": 15,
                "diversity": 5,
                "organisation": 5,
            },
            "manual": {"figures": 8, "answer_results": 4, "answer_beta": 4, "answer_failures": 4},
        },
    },
}
